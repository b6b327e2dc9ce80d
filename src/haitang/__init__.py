"""Haitang 海棠: record the work once, every figure opens to its evidence, every voice gets its answer."""

__version__ = "0.1.0.dev0"
