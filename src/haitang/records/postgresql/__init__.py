"""PostgreSQL behind the write guard 城市数据库."""
