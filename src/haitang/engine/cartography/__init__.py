"""Cartography 制图: a drawn map from our own outlines: SVG numbers only, no tiles, nothing measured (示意图)."""
