"""Staff rooms 工作页面: the desk, matters, sessions, projects, figures and ledger for those who hold a post."""
