"""Act 通用办事: every command has a form here, made from its signature; pages with nicer forms post here too."""
