"""The web 网页: rooms by what a person does. Server-rendered; works without JavaScript."""
