"""Addresses of the set-up 网址."""

from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web.setup import calendar, imports, places, posts, terms, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("setup/", views.index, name="setup"),
    path("setup/office", views.office, name="setup_office"),
    path("setup/places", places.places, name="setup_places"),
    path("setup/places/import", imports.bring, name="setup_import"),
    path("setup/places/<str:code>", places.draw, name="setup_draw"),
    path("setup/posts", posts.posts, name="setup_posts"),
    path("setup/hours", views.hours, name="setup_hours"),
    path("setup/calendar", calendar.calendar, name="setup_calendar"),
    path("setup/terms", terms.terms, name="setup_terms"),
    path("setup/rules", views.rules, name="setup_rules"),
    path("setup/channels", views.channels, name="setup_channels"),
    path("setup/modules", views.module_list, name="setup_modules"),
    path("setup/privacy", views.privacy, name="setup_privacy"),
    path("setup/trial", views.trial, name="setup_trial"),
    path("setup/publish", views.publish, name="setup_publish"),
]
