"""Limits of tables 表格限度: how much of a file is read at all, before anything in it is believed."""

MEGABYTE = 1024 * 1024
#: What an .xlsx may hold once unpacked, all together, and what may be kept in memory of it: words, styles.
UNPACKED = 400 * MEGABYTE
IN_MEMORY = 64 * MEGABYTE
#: How much larger than packed a part may be; a sheet of an office comes to 20, a bomb to 1,000.
RATIO = 150
#: Parts smaller than this are harmless whatever their ratio.
SMALL = 4 * MEGABYTE
PARTS = 2_000
#: Spreadsheets hold 1,048,576 rows; a table with more columns than this is none of ours.
ROWS = 1_100_000
COLUMNS = 200
#: Characters of one cell.
CELL = 32_767
#: Rows that may stand above the one that names the columns.
ABOVE = 30
MERGES = 20_000
