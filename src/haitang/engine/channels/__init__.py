"""Channels 渠道: ways to tell an organization what happened. Each sort is one small file; `kinds.py` lists them."""
