"""The environment of the functions, read once into one model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from lexloci_edge.errors import SettingsError

Word = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
S = TypeVar("S", bound=BaseModel)


def settings_of(model: type[S], environ: Mapping[str, str]) -> S:
    """What these variables hold, as `model` has it; an empty variable counts as not set.

    Raises: SettingsError naming the variable, never its value.
    """
    given = {name: value for name, value in environ.items() if value.strip()}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(where, first["msg"], "set it on the function") from None


class Settings(BaseModel):
    """What this installation is told. Names are those of the environment, without `LEXLOCI_`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    rulebook: Path = Field(Path("/opt/rulebook.json"), alias="LEXLOCI_RULEBOOK")
    table: Word = Field(alias="LEXLOCI_TABLE")
    house: str = Field("", alias="LEXLOCI_HOUSE")
    origin_secret: Word = Field(alias="LEXLOCI_ORIGIN_SECRET")
    hash_key: Word = Field(alias="LEXLOCI_HASH_KEY")
    upstream: Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#]+$")] = Field(
        alias="LEXLOCI_UPSTREAM"
    )
    """Base URL of the image server, without `/v1`."""
    generator: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")] = Field(
        "openai", alias="LEXLOCI_GENERATOR"
    )
    """Whose API the image server speaks: openai, xai, bedrock, automatic1111, or a declared one."""
    shapes: Path | None = Field(None, alias="LEXLOCI_SHAPES")
    """Folder of declared shapes and allow-lists; none: the one in `lexloci_edge/shapes/data`."""
    upstream_seconds: float = Field(25.0, ge=1, le=840, alias="LEXLOCI_UPSTREAM_SECONDS")
    """The longest that an image may take. API Gateway hangs up after 30; a function URL does not.
    """
    upstream_key: Word | None = Field(None, alias="LEXLOCI_UPSTREAM_KEY")
    claims_jwks: Word | None = Field(None, alias="LEXLOCI_CLAIMS_JWKS")
    claims_issuer: Word | None = Field(None, alias="LEXLOCI_CLAIMS_ISSUER")
    claims_audience: Word = Field("lexloci", alias="LEXLOCI_CLAIMS_AUDIENCE")
    claims_jwks_secret: Word | None = Field(None, alias="LEXLOCI_CLAIMS_JWKS_SECRET")
    """A secret that holds the key set, instead of a pinned one; its previous value counts too."""
    age_methods: str = Field("", alias="LEXLOCI_AGE_METHODS")
    """Methods of age assurance that count, with commas; none: whatever the platform states."""
    front: Literal["cloudfront", "cloudflare", "google", "fastly", "vercel"] = Field(
        "cloudfront", alias="LEXLOCI_FRONT"
    )
    """Whose headers say where a caller stands. Never guessed from a call."""
    callers: Literal["viewers", "backends"] = Field("viewers", alias="LEXLOCI_CALLERS")
    """Who calls: people, or only the platform's servers, whose own place says nothing."""
    test_places: Literal["off", "on"] = Field("off", alias="LEXLOCI_TEST_PLACES")
    """Whether a signed claim may set a place for a test. Never in production."""
    permit_key: Word | None = Field(None, alias="LEXLOCI_PERMIT_KEY")
    """A secret that the signing key of permits is made from; without it none is handed out."""
    permit_audience: Word = Field("lexloci-image-server", alias="LEXLOCI_PERMIT_AUDIENCE")
    permit_issuer: Word = Field("lexloci", alias="LEXLOCI_PERMIT_ISSUER")
    public_url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#]+$")] | None = Field(
        None, alias="LEXLOCI_PUBLIC_URL"
    )
    """Where callers reach us, for discovery; none: the name that API Gateway was called by."""
    uploads: Word | None = Field(None, alias="LEXLOCI_UPLOADS")
    """Bucket of uploads; without it none are taken."""
    detector: Literal["none", "rekognition", "guardrails", "opennsfw"] = Field(
        "none", alias="LEXLOCI_DETECTOR"
    )
    """Who looks at source images and at outputs."""
    detector_ms: int = Field(2500, ge=100, le=10_000, alias="LEXLOCI_DETECTOR_MS")
    """How long it may take for all images of one side; later answers are none."""
    celebrities: Literal["off", "on"] = Field("off", alias="LEXLOCI_CELEBRITIES")
    """Whether Rekognition is asked who is famous."""
    guardrail: Word | None = Field(None, alias="LEXLOCI_GUARDRAIL")
    """The Bedrock guardrail that looks; `guardrail_version`: its number, or DRAFT."""
    guardrail_version: Word = Field("DRAFT", alias="LEXLOCI_GUARDRAIL_VERSION")
    withhold: Literal["all", "partial"] = Field("all", alias="LEXLOCI_WITHHOLD")
    """What becomes of the other images where one of several is withheld."""
    image_origins: str = Field("", alias="LEXLOCI_IMAGE_ORIGINS")
    """Origins (`https://host`, with commas) that an answer's image URLs are fetched from; none:
    an answer with URLs is no answer."""
    digests: Word | None = Field(None, alias="LEXLOCI_DIGESTS")
    """Table of what is known of pictures by their digest; without it nothing is remembered."""
    digest_days: int = Field(365, ge=1, alias="LEXLOCI_DIGEST_DAYS")
    appeal: Word | None = Field(None, alias="LEXLOCI_APPEAL")
    blocked_by: Word | None = Field(None, alias="LEXLOCI_BLOCKED_BY")
    ledger_ms: int = Field(300, ge=50, le=5000, alias="LEXLOCI_LEDGER_MS")
    """How long one try to connect to the ledger, or to hear from it, may take."""
    retention_days: int = Field(1098, ge=1, alias="LEXLOCI_RETENTION_DAYS")
    """How long the table keeps a decision; sealed exports outlive it."""
    consents: Word | None = Field(None, alias="LEXLOCI_CONSENTS")
    """Table of the consent register; without it nobody's consent is ever verified."""
    consent_years: int = Field(7, ge=1, alias="LEXLOCI_CONSENT_YEARS")
    protected: Word | None = Field(None, alias="LEXLOCI_PROTECTED")
    """Table of protected persons."""
    strikes: Word | None = Field(None, alias="LEXLOCI_STRIKES")
    """Table of the strike ladder; its steps are numbers of refusals within so many days."""
    reviews: Word | None = Field(None, alias="LEXLOCI_REVIEWS")
    """Table of reviews; `reviews_queue`: address of the queue before it, for who fills it."""
    reviews_queue: Word | None = Field(None, alias="LEXLOCI_REVIEWS_QUEUE")
    strike_warn: int = Field(5, ge=1, alias="LEXLOCI_STRIKE_WARN")
    strike_slow: int = Field(20, ge=1, alias="LEXLOCI_STRIKE_SLOW")
    strike_suspend: int = Field(50, ge=1, alias="LEXLOCI_STRIKE_SUSPEND")
    strike_days: int = Field(30, ge=1, le=365, alias="LEXLOCI_STRIKE_DAYS")
    live: Annotated[str, StringConstraints(pattern=r"^[^/\s]+/[^/\s]+/[^/\s]+$")] | None = Field(
        None, alias="LEXLOCI_LIVE"
    )
    """Where AppConfig holds the live rules: application/environment/profile; none: there are none.
    """
    live_seconds: int = Field(30, ge=1, le=300, alias="LEXLOCI_LIVE_SECONDS")
    """How often a new document is asked for."""
    live_max_age: int = Field(900, ge=1, le=3600, alias="LEXLOCI_LIVE_MAX_AGE")
    """Seconds after which the last good answer counts no longer, and everything is refused."""
    probe_key: Word | None = Field(None, alias="LEXLOCI_PROBE_KEY")
    """A secret that the key of probes is made from; without it no probe is answered."""
    probe_url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#]+$")] | None = Field(
        None, alias="LEXLOCI_PROBE_URL"
    )
    """Where probes are sent: the public front, without `/v1`."""
    region: Word = Field(alias="AWS_REGION")
    version: str = Field("$LATEST", alias="AWS_LAMBDA_FUNCTION_VERSION")

    @staticmethod
    def read(environ: Mapping[str, str]) -> "Settings":
        """The settings that these variables hold; an empty variable counts as not set.

        Raises: SettingsError naming the variable, never its value.
        """
        found = settings_of(Settings, environ)
        if not found.strike_warn <= found.strike_slow <= found.strike_suspend:
            raise SettingsError("LEXLOCI_STRIKE_SUSPEND", "the steps of the ladder do not rise")
        return found
