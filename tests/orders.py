"""Hotline orders made for tests: a 12345 platform's table, and rows of New York's public 311 export with its 41 columns."""

from typing import Any

HEADS_12345 = [
    "工单编号",
    "诉求内容",
    "受理时间",
    "办理期限",
    "诉求地址",
    "诉求类别",
    "状态",
    "办结时间",
    "办理结果",
    "联系电话",
]


def order(number: str = "20240305-00017", words: str = "3幢楼下的下水道堵了", **given: str) -> list[str]:
    """One order as a platform's table has it."""
    row = {
        "工单编号": number, "诉求内容": words, "受理时间": "2023-11-14 09:30", "办理期限": "2023年11月16日 18:00",
        "诉求地址": "大观花园3幢楼下", "诉求类别": "排水", "状态": "办理中", "联系电话": "13800001234", **given,
    }  # fmt: skip
    return [row.get(head, "") for head in HEADS_12345]


NYC_HEADS = [
    "Unique Key", "Created Date", "Closed Date", "Agency", "Agency Name", "Complaint Type", "Descriptor", "Location Type",
    "Incident Zip", "Incident Address", "Street Name", "Cross Street 1", "Cross Street 2", "Intersection Street 1",
    "Intersection Street 2", "Address Type", "City", "Landmark", "Facility Type", "Status", "Due Date",
    "Resolution Description", "Resolution Action Updated Date", "Community Board", "BBL", "Borough",
    "X Coordinate (State Plane)", "Y Coordinate (State Plane)", "Open Data Channel Type", "Park Facility Name",
    "Park Borough", "Vehicle Type", "Taxi Company Borough", "Taxi Pick Up Location", "Bridge Highway Name",
    "Bridge Highway Direction", "Road Ramp", "Bridge Highway Segment", "Latitude", "Longitude", "Location",
]  # fmt: skip
_NYC: dict[str, Any] = {
    "Unique Key": "64428471", "Created Date": "03/24/2025 11:33:07 PM", "Closed Date": "03/25/2025 01:02:55 AM",
    "Agency": "NYPD", "Agency Name": "New York City Police Department", "Complaint Type": "Illegal Parking",
    "Descriptor": "Blocked Hydrant", "Location Type": "Street/Sidewalk", "Incident Zip": "11201",
    "Incident Address": "88 HICKS STREET", "Street Name": "HICKS STREET", "City": "BROOKLYN", "Status": "Closed",
    "Resolution Description": "The Police Department responded and took action to fix the condition.",
    "Resolution Action Updated Date": "03/25/2025 01:02:59 AM", "Community Board": "02 BROOKLYN", "Borough": "BROOKLYN",
    "X Coordinate (State Plane)": "986,103", "Y Coordinate (State Plane)": "193,451", "Open Data Channel Type": "MOBILE",
    "Latitude": "40.69760113", "Longitude": "-73.99307251", "Location": "(40.69760113, -73.99307251)",
}  # fmt: skip


def nyc(key: str = "64428471", **given: str) -> list[str]:
    """One request of New York's export; what is not given is as in a real one."""
    row = {**_NYC, "Unique Key": key, **given}
    return [row.get(head, "") for head in NYC_HEADS]


def nyc_open(key: str, **given: str) -> list[str]:
    """One that is not closed, with its cells left empty as the export leaves them."""
    empty = dict.fromkeys(
        (
            "Closed Date",
            "Resolution Description",
            "Resolution Action Updated Date",
            "Latitude",
            "Longitude",
            "Location",
        ),
        "",
    )
    return nyc(key, **{**empty, "Status": "In Progress", "Complaint Type": "Street Light Condition", **given})
