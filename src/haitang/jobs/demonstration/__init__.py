"""The demonstration 演示: the neighborhood's year, replayed act by act through the gate into an empty home.

Under real place names there are only the records behind printed figures, each titled 示例记录; what is late, hazardous,
quarrelled over or fails happens in the invented 示例小区. No names of people, no real contacts.
"""
