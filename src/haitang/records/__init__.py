"""The nouns 名词: Django models of the one app "haitang". They refuse to be written outside the gate."""
