"""SQLite behind the write guard 嵌入式数据库."""
