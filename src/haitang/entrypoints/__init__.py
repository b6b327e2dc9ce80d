"""The doors 各扇门: web pages, JSON, terminal. They translate and render; they never write."""
