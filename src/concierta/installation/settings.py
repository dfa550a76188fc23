"""Django's settings. Everything an installation may want to change is an environment variable, listed in the README."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from concierta.installation.database import database_settings
from concierta.installation.home import home_folder, is_read_only, secret_key
from concierta.installation.mail import smtp_is_implicit
from concierta.installation.own_days import read_own_days
from concierta.installation.proxies import trusted_proxies
from concierta.installation.second_factor import parse_roles
from concierta.installation.witnesses import parse_witnesses
from concierta.kernel.calendar import use_own_days
from concierta.kernel.clock import zone
from concierta.kernel.deadlines import parse_deadlines

PACKAGE = Path(__file__).resolve().parents[1]
HOME = home_folder()
SITE = HOME / "site"
#: Nothing can be written: the portal and the checks go on, and the workspace says so.
READ_ONLY = is_read_only(HOME)

SECRET_KEY = os.environ.get("CONCIERTA_SECRET_KEY") or secret_key(HOME)
DEBUG = os.environ.get("CONCIERTA_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("CONCIERTA_HOSTS", "127.0.0.1,localhost").split(",")
BEHIND_HTTPS = os.environ.get("CONCIERTA_HTTPS") == "1"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if BEHIND_HTTPS else []

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
    "concierta.people",
    "concierta.ledger",
    "concierta.evidence",
    "concierta.accounts",
    "concierta.agreements",
    "concierta.mesa",
    "concierta.plans",
    "concierta.indicators",
    "concierta.responsibilities",
    "concierta.amendments",
    "concierta.reporting",
    "concierta.budgets",
    "concierta.verification",
    "concierta.evaluation",
    "concierta.publishing",
    "concierta.steering",
    "concierta.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "concierta.web.workspace.middleware.KeptByNobody",
    "concierta.web.workspace.middleware.ReadableRequests",
    "concierta.web.workspace.middleware.RolesReadOnce",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "concierta.web.workspace.middleware.NewDay",
    "concierta.web.workspace.middleware.SignedInByDefault",
    "concierta.web.workspace.middleware.TidyWords",
    "concierta.web.workspace.sending.OneActAForm",
    "concierta.web.workspace.middleware.RefusalsAsPages",
    "concierta.web.workspace.middleware.NothingIsKept",
]
CSRF_FAILURE_VIEW = "concierta.web.workspace.errors.csrf_failed"

ROOT_URLCONF = "concierta.installation.urls"
WSGI_APPLICATION = "concierta.installation.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The pages that all share, then those of each feature, beside its code.
        "DIRS": [*sorted((PACKAGE / "web").glob("*/templates")), *sorted((PACKAGE / "web").glob("*/*/templates"))],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "concierta.web.workspace.shell.shell",
            ],
            "libraries": {
                "mesa": "concierta.web.workspace.mesa.words",
                "money": "concierta.web.workspace.budgets.figures",
                "workspace": "concierta.web.workspace.templatetags.workspace",
            },
            "builtins": [
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "concierta.web.kit.templatetags.components",
                "concierta.web.workspace.templatetags.sending",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "concierta.web.kit.wrapping.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]

#: What the processes of the workspace count together: failed logins, requests a minute.
CACHES = {
    "default": {
        # Where nothing can be written each process counts for itself.
        "BACKEND": f"django.core.cache.backends.{'locmem.LocMemCache' if READ_ONLY else 'filebased.FileBasedCache'}",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DATABASES = {"default": database_settings(os.environ.get("CONCIERTA_DATABASE", ""), HOME, read_only=READ_ONLY)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "concierta.accounts.passwords.ContextWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/trabajo/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/ingresar/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "concierta.web.workspace.accounts.adapter.ClosedDoorAdapter"
#: By address only, and wide, because a city hall is one address. What protects one account is a delay of its own,
#: whatever addresses it is tried from (accounts.delays).
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip", "reset_password": "20/m/ip,5/m/key"}
#: Whose failures are counted: without it, behind a proxy, everybody would be one address.
ALLAUTH_TRUSTED_PROXY_COUNT = trusted_proxies(os.environ.get("CONCIERTA_PROXIES", ""), behind_https=BEHIND_HTTPS)
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "concierta.web.workspace.accounts.forms.LoginForm",
    "change_password": "concierta.web.workspace.accounts.forms.ChangePasswordForm",
    "reset_password": "concierta.web.workspace.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "concierta.web.workspace.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "concierta.web.workspace.accounts.forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
#: A password alone does not change how an account is protected: whoever sits at an open session is asked for it again.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "concierta.web.workspace.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Concierta"
#: Codes of this half minute, the one before and the next: a telephone's clock may be wrong.
MFA_TOTP_TOLERANCE = 1
#: Browsers give passkeys to http on this machine only, where demonstrations run.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_HTTPS
MFA_FORMS = {
    "activate_totp": "concierta.web.workspace.accounts.forms.ActivateCodesForm",
    "add_webauthn": "concierta.web.workspace.accounts.forms.AddKeyForm",
    "authenticate": "concierta.web.workspace.accounts.forms.CodeForm",
    "reauthenticate": "concierta.web.workspace.accounts.forms.ReauthenticateForm",
}
#: The roles that must have a second factor; whoever holds one and has none is led to set it up, and to nothing else.
SECOND_FACTOR_ROLES = parse_roles(os.environ.get("CONCIERTA_SECOND_FACTOR", ""))
#: How long it is kept who entered, from where, and who tried.
SIGN_INS_DAYS = int(os.environ.get("CONCIERTA_SIGN_INS_DAYS", "365"))

LANGUAGE_CODE = "es-co"
LANGUAGES = [("es-co", _("Español")), ("en", _("Inglés"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = zone().key

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "workspace" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "evidence", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EVIDENCE_MAX_BYTES = int(os.environ.get("CONCIERTA_EVIDENCE_MAX_MB", "25")) * 1024 * 1024
#: What the files of one report may add up to, and what one person may bring in a day [D].
EVIDENCE_REPORT_BYTES = int(os.environ.get("CONCIERTA_EVIDENCE_REPORT_MB", "100")) * 1024 * 1024
EVIDENCE_DAY_BYTES = int(os.environ.get("CONCIERTA_EVIDENCE_DAY_MB", "500")) * 1024 * 1024
DEADLINES = parse_deadlines(os.environ.get("CONCIERTA_DEADLINES", ""))
use_own_days(read_own_days(HOME / "calendar.toml"))
MATRIX_MAX_BYTES = int(os.environ.get("CONCIERTA_MATRIX_MAX_MB", "60")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
    }
}
#: The key of the public log; empty: log.key in the home. The origin is the log's name, chosen once.
LOG_KEY = os.environ.get("CONCIERTA_LOG_KEY", "")
LOG_ORIGIN = os.environ.get("CONCIERTA_LOG_ORIGIN", "")
#: Who is asked to cosign: (URL, verifier key).
WITNESSES = parse_witnesses(os.environ.get("CONCIERTA_WITNESSES", ""))

#: What the workspace calls to publish; named here because the workspace and the portal do not know each other.
PUBLISHER = "concierta.installation.publisher.publish_held_against_acts"

#: Without a mail server, letters are kept as files for the operator, and the pages say so.
SENDS_MAIL = bool(os.environ.get("CONCIERTA_SMTP_HOST"))
if SENDS_MAIL:
    EMAIL_HOST = os.environ["CONCIERTA_SMTP_HOST"]
    EMAIL_PORT = int(os.environ.get("CONCIERTA_SMTP_PORT", "587"))
    # Hidden from the first byte (465), or from STARTTLS on; in the clear never.
    EMAIL_USE_SSL = smtp_is_implicit(os.environ.get("CONCIERTA_SMTP_TLS", ""), EMAIL_PORT)
    EMAIL_USE_TLS = not EMAIL_USE_SSL
    EMAIL_HOST_USER = os.environ.get("CONCIERTA_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("CONCIERTA_SMTP_PASSWORD", "")
    EMAIL_TIMEOUT = 30
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("CONCIERTA_MAIL_FROM", "concierta@localhost")

#: Where people reach the workspace, for the links of letters and calendars. Without it, the first host served.
BASE_URL = (
    os.environ.get("CONCIERTA_URL") or (f"https://{ALLOWED_HOSTS[0]}" if BEHIND_HTTPS else "http://127.0.0.1:8000")
).rstrip("/")
#: Whom to tell of a weakness (RFC 9116): addresses, comma-separated; and until when that is true, a date.
SECURITY_CONTACT = os.environ.get("CONCIERTA_SECURITY_CONTACT", "")
SECURITY_EXPIRES = os.environ.get("CONCIERTA_SECURITY_EXPIRES", "")
#: Reminders, in working days [D]: how far ahead a letter looks; how late a matter is when the accountable hear of it.
REMIND_DAYS = int(os.environ.get("CONCIERTA_REMIND_DAYS", "5"))
ESCALATE_DAYS = int(os.environ.get("CONCIERTA_ESCALATE_DAYS", "3"))
#: Who writes the letter: named here because what is due does not know how it is shown.
DIGEST_WRITER = "concierta.web.workspace.steering.letters.digest_letter"
#: The same of letters about an account.
ACCOUNT_LETTERS = "concierta.web.workspace.accounts.letters.account_letter"
#: The agenda that fills itself [D]: verified ÷ expected under which something lags; how many of those are named one by
#: one; how many projects are looked at in each session, and after how many sessions their turn comes again.
LAGGING_PACE = os.environ.get("CONCIERTA_LAGGING_PACE", "0.9")
AGENDA_LAGGING = int(os.environ.get("CONCIERTA_AGENDA_LAGGING", "12"))
AGENDA_PROJECTS = int(os.environ.get("CONCIERTA_AGENDA_PROJECTS", "5"))
AGENDA_PROJECTS_EVERY = int(os.environ.get("CONCIERTA_AGENDA_PROJECTS_EVERY", "4"))
#: How many risks to look at are named one by one [D].
AGENDA_RISKS = int(os.environ.get("CONCIERTA_AGENDA_RISKS", "8"))

#: From which share of what was due a commitment of the agreement is kept, and from which in part [D].
CLAUSE_THRESHOLDS = tuple(os.environ.get("CONCIERTA_CLAUSE_THRESHOLDS", "0.75,0.5").split(","))

#: From which score (probability × impact, 1 to 25) a risk is of each band; below, low [D].
RISK_BANDS = dict(
    zip(
        ("medium", "high", "critical"),
        map(int, os.environ.get("CONCIERTA_RISK_BANDS", "5,10,15").split(",")),
        strict=True,
    )
)
#: The queue of projects that the Mesa reviews: points that each reason is worth at most, together 100 [D].
REVIEW_POINTS = {
    "critical_risk": 20,
    "rejected": 20,
    "overdue": 15,
    "behind": 15,
    "money_without_result": 15,
    "weight": 15,
}
#: The projects that together have this part of the year's appropriation, the largest first, are those of weight [D].
REVIEW_WEIGHT = os.environ.get("CONCIERTA_REVIEW_WEIGHT", "0.8")
#: The part of a yearly review of the agreement that two entities see, each without the other [D].
REVIEW_DOUBLE_SHARE = os.environ.get("CONCIERTA_REVIEW_DOUBLE_SHARE", "0.2")

#: Processes that run the workspace; the portal has one of its own.
WORKERS = int(os.environ.get("CONCIERTA_WORKERS") or max(2, min(4, os.cpu_count() or 1)))

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: With HTTPS no other host of the domain can plant it, by its name.
SESSION_COOKIE_NAME = "__Host-sesion" if BEHIND_HTTPS else "sessionid"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
#: For how long a browser that came by HTTPS comes by nothing else. The portal's files say it too.
HSTS_SECONDS = 31_536_000
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = HSTS_SECONDS
    SECURE_SSL_REDIRECT = True
    # Whoever watches this machine asks from it, without the proxy.
    SECURE_REDIRECT_EXEMPT = [r"^salud$"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
            "datefmt": "%Y-%m-%d %H:%M:%S%z",
        }
    },
    "filters": {"without_secrets": {"()": "concierta.installation.log_lines.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
