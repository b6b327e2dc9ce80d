"""The atlas 图集: the pages of the map: for everybody, for the desk, and where outlines are drawn."""
