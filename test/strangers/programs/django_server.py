"""A provider made with Django and the Django OAuth Toolkit, as its guide makes one: its metadata redirects to a final
slash, and it replaces refresh tokens with a period of grace. argv: client id, client secret, callback."""
import sys

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from serve_wsgi import serve

CLIENT_ID, CLIENT_SECRET, REDIRECT_URI = sys.argv[1:4]


def new_key():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def log_in_alice(get_response):
    """Logs every visitor in, in place of a login page."""

    def middleware(request):
        from django.contrib.auth import get_user_model

        request.user = get_user_model().objects.get(username="alice")
        return get_response(request)

    return middleware


settings.configure(
    SECRET_KEY="of a test",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    TIME_ZONE="UTC",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", f"{__name__}.log_in_alice"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file::memory:?cache=shared"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": new_key(),
        "PKCE_REQUIRED": True,
        "SCOPES": {"openid": "who you are", "read": "what you have"},
        "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 120,
    },
)
django.setup()

from django.urls import include, path  # noqa: E402

urlpatterns = [path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]


def make_application(_origin):
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.utils import timezone
    from oauth2_provider.models import get_application_model

    call_command("migrate", verbosity=0)
    alice = get_user_model().objects.create_user("alice", last_login=timezone.now())
    get_application_model().objects.create(
        name="app",
        user=alice,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=REDIRECT_URI,
        algorithm="RS256",
        skip_authorization=True,
    )
    return get_wsgi_application()


if __name__ == "__main__":
    serve(make_application)
