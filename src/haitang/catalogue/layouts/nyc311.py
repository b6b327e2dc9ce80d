"""New York City's 311 requests 纽约 311: the city's public export (41 columns, NYC Open Data `erm2-nwe9`), as a foreign layout
that is open to everybody to try an import with.

Which of our categories a complaint type is, is our reading of its name; nobody in New York has confirmed it.
"""

from collections.abc import Mapping

from haitang.kernel.layout import CODE, MOMENT, NUMBER, Column, Layout
from haitang.kernel.words import Words

#: Our category → the complaint types that come to it.
_TYPES: Mapping[str, tuple[str, ...]] = {
    "paths": (
        "street condition", "sidewalk condition", "curb condition", "highway condition", "bridge condition",
        "street sign - damaged", "street sign - missing", "street sign - dangling", "dep street condition",
        "root/sewer/sidewalk condition", "sidewalk", "snow", "snow or ice", "street sweeping complaint", "dsny spillage",
    ),
    "drains": (
        "sewer", "sewer maintenance", "water system", "water leak", "water quality", "water conservation", "plumbing",
        "standing water", "indoor sewage", "cooling tower", "water drainage", "lead",
    ),
    "lighting": ("street light condition", "traffic signal condition", "electric", "electrical", "lighting"),
    "lifts": ("elevator",),
    "fire": (
        "fire safety director - f58", "fire alarm - reinspection", "fire alarm - modification", "fire alarm - new system",
        "fire alarm - replacement", "fire alarm - addition", "hazardous materials", "safety", "emergency response team (ert)",
        "illegal fireworks", "boilers", "industrial waste", "building/use",
    ),
    "green": (
        "damaged tree", "dead/dying tree", "overgrown tree/branches", "new tree request", "illegal tree damage",
        "uprooted stump", "wood pile remaining", "plant", "dirty condition", "dirty conditions", "missed collection",
        "sanitation condition", "unsanitary condition", "illegal dumping", "rodent", "litter basket complaint",
        "litter basket request", "overflowing litter baskets", "residential disposal complaint", "graffiti", "air quality",
        "odor", "mold", "unsanitary animal pvt property", "unsanitary pigeon condition", "mosquitoes", "lot condition",
        "missed collection (all materials)", "vacant lot", "dead animal", "poison ivy", "bees/wasps", "harboring bees/wasps",
        "maintenance or facility", "commercial disposal complaint", "seasonal collection", "recycling basket complaint",
    ),
    "parking": (
        "illegal parking", "blocked driveway", "abandoned vehicle", "derelict vehicles", "derelict vehicle", "e-scooter",
        "broken parking meter", "broken muni meter", "bike rack condition", "abandoned bike", "traffic",
        "municipal parking facility", "bike/roller/skate chronic",
    ),
    "stairwells": ("obstruction", "blocked egress"),
    "other": ("*",),
}  # fmt: skip

LAYOUT = Layout(
    name="nyc311",
    imports="matters",
    words=Words(zh="纽约 311 公开数据", en="New York City's public 311 export"),
    source="nyc311",
    columns=(
        Column("order", ("Unique Key",), CODE, needed=True),
        Column(
            "words",
            ("Complaint Type", "Problem", "Descriptor", "Problem Detail", "Location Type"),
            needed=True,
            joined=True,
        ),
        Column("sort", ("Complaint Type", "Problem")),
        Column("received", ("Created Date",), MOMENT, needed=True),
        Column("closed", ("Closed Date",), MOMENT),
        Column("updated", ("Resolution Action Updated Date",), MOMENT),
        Column("due", ("Due Date",), MOMENT),
        Column("status", ("Status",)),
        Column("told", ("Resolution Description",)),
        Column(
            "place_words",
            (
                "Incident Address",
                "Intersection Street 1",
                "Intersection Street 2",
                "Landmark",
                "City",
                "Incident Zip",
                "Borough",
            ),
            joined=True,
        ),
        Column("community", ("Community Board",)),
        Column("longitude", ("Longitude",), NUMBER),
        Column("latitude", ("Latitude",), NUMBER),
    ),
    zone="America/New_York",
    patterns=("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y", "%Y-%m-%dT%H:%M:%S.%f"),
    categories={sort: category for category, sorts in _TYPES.items() for sort in sorts},
    over=frozenset({"closed"}),
    language="en",
)
