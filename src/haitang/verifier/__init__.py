"""The verifier 核对工具: two files a reader downloads to check a receipt without us. Nothing of the product imports them."""
