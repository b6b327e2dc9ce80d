"""Open311 开放诉求接口: GeoReport v2 (https://wiki.open311.org/GeoReport_v2): services, reports, public requests. XML or JSON.

It knocks at the same gate as the pages; what it shows is what the public pages show, and never more exactly.
"""
