DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": "shop",
        "HOST": "db.local",
        "PASSWORD": "secret",
    }
}
