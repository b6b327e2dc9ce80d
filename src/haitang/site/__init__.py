"""The site 站点: settings, addresses, WSGI. The only floor that sees everything."""
