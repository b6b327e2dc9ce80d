"""Tables in and out 表格进出: bring a table in, take a list away, send a hotline what it asked for."""
