"""Set-up 开办设置: a real office from nothing to its first day, step by step."""
