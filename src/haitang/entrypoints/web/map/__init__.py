"""The drawn map 示意地图: its parts, for any page: the sketch, its marks, the choice of a place."""
