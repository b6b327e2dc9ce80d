"""The drawn map 示意地图: what lies where, what is open there, what was done there; choosing and drawing places on it."""
