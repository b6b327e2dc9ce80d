"""Imports 导入: tables that offices keep become changes through the gate: first all rows are judged, then all are entered.

A file with a wrong row enters nothing. What is entered goes through `gate.many`, some hundred rows in one transaction.
A row's own code or number is its key: an import that was broken off is finished by bringing in the same file again.
"""
