"""Open data 公开数据: what the site shows to everybody, as tables that anybody may take: CSV, Parquet and what they mean.

Each office has one package (Data Package, https://datapackage.org/standard/data-package/): written once a day, served as
files, so that no reader makes the machine work.
"""
