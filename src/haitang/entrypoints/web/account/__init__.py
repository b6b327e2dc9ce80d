"""Account 账号: sign in, sign out, and the reader's preferences."""
