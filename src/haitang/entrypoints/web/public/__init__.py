"""Public rooms 居民页面: what a resident sees and does; no account."""
