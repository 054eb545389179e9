"""Drives the released Provena Python client against a datastore.

    python drive_provena.py --base-url http://127.0.0.1:8010 [--keycloak-url URL]
                            [--profile documented|reference] [--only NAME]

Everything below is checked through the unmodified `provenaclient` package; endpoints for which that client has no
method are called with plain HTTP and the token the client obtained. See requirements.txt. Prints "ok NAME" or
"FAIL NAME: why" for each check and last "N passed, M failed".
"""
import argparse, asyncio, base64, copy, json, os, re, shutil, sys, tempfile, traceback, uuid
import requests
from provenaclient import ProvenaClient, Config
from provenaclient.auth import OfflineFlow, DeviceFlow
from provenaclient.auth.manager import AuthManager
from provenaclient.utils.config import APIOverrides
from provenaclient.clients import DatastoreClient
from provenaclient.utils.exceptions import (BadRequestException, AuthException, NotFoundException,
                                            HTTPValidationException, ServerException)
from provenaclient.models import RevertMetadata
from ProvenaInterfaces.DataStoreAPI import (CredentialsRequest, PresignedURLRequest, ReleaseApprovalRequest,
                                            ActionApprovalRequest)
from ProvenaInterfaces.RegistryModels import CollectionFormat
from ProvenaInterfaces.RegistryAPI import NoFilterSubtypeListRequest, VersionRequest, SortOptions, SortType

HANDLE = re.compile(r"^10378\.1/\d+$")
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
CHECKS = []          # (name, function)


def check(fn):
    CHECKS.append((fn.__name__, fn)); return fn


class FixedToken(AuthManager):
    """The client's documented extension point: an auth manager of one's own."""
    def __init__(self, token): super().__init__(); self._t = token
    def get_token(self): return self._t
    def force_refresh(self): pass


class Ctx:
    def __init__(self, a):
        self.base = a.base_url.rstrip("/"); self.profile = a.profile
        self.kc = (a.keycloak_url or self.base + "/auth/realms/provena").rstrip("/")
        self.org, self.alice, self.bob, self.dataset = a.org, a.alice, a.bob, a.dataset
        self._flows = {}

    def config(self, base=None, kc=None):
        b = base or self.base
        return Config(domain="provena.example.org", realm_name="provena", api_overrides=APIOverrides(
            datastore_api_endpoint_override=b, auth_api_endpoint_override=b,
            keycloak_endpoint_override=kc or self.kc))

    def flow(self, user="alice"):
        if user not in self._flows:
            self._flows[user] = OfflineFlow(config=self.config(), client_id="client-tools", offline_token="offline-" + user)
        return self._flows[user]

    def l2(self, user="alice"): return DatastoreClient(auth=self.flow(user), config=self.config())
    def l3(self, user="alice"): return ProvenaClient(auth=self.flow(user), config=self.config()).datastore

    def raw(self, method, path, user="alice", **kw):
        h = dict(kw.pop("headers", {}))
        if user: h["Authorization"] = "Bearer " + self.flow(user).get_token()
        return requests.request(method, self.base + path, headers=h, timeout=30, **kw)

    def cf(self, **info):
        no = {"relevant": False, "obtained": False}
        d = {"associations": {"organisation_id": self.org, "data_custodian_id": self.alice, "point_of_contact": "data@example.org"},
             "approvals": {"ethics_registration": dict(no), "ethics_access": dict(no), "indigenous_knowledge": dict(no), "export_controls": dict(no)},
             "dataset_info": {"name": "Reef temperature 2023", "description": "Sea surface temperature at reef sites.",
                 "access_info": {"reposited": True}, "publisher_id": self.org,
                 "created_date": {"relevant": True, "value": "2023-05-01"}, "published_date": {"relevant": True, "value": "2023-06-01"},
                 "license": "https://creativecommons.org/licenses/by/4.0/", "purpose": "Monitoring",
                 "keywords": ["reef", "temperature"], "formats": ["csv"],
                 "spatial_info": {"coverage": "SRID=4326;POINT(145.5 -16.5)", "resolution": "0.01"},
                 "temporal_info": {"duration": {"begin_date": "2023-01-01", "end_date": "2023-12-31"}, "resolution": "P1D"},
                 "user_metadata": {"project": "demo"}}}
        d["dataset_info"].update(info)
        return CollectionFormat.parse_obj(d)

    async def mint(self, user="alice", **info):
        return (await self.l2(user).mint_dataset(self.cf(**info))).handle

    def set_reviewer(self, person):
        # query form: what the reference server takes; a mock takes both forms
        r = self.raw("POST", "/release/sys-reviewers/add", params={"reviewer_id": person})
        assert r.status_code == 200, (r.status_code, r.text)


async def raises(kind, coro, *, code=None, text=None, exact=False):
    try:
        await coro
    except Exception as e:
        assert (type(e) is kind) if exact else isinstance(e, kind), f"raised {type(e).__name__}: {e}"
        if code is not None: assert getattr(e, "error_code", None) == code, f"code {getattr(e, 'error_code', None)}: {e}"
        if text is not None: assert text in str(e), f"{text!r} not in {e}"
        return e
    raise AssertionError(f"nothing raised, expected {kind.__name__}")


# ---------------------------------------------------------------- authentication
@check
async def offline_flow_gives_bearer_jwt(c):
    t = OfflineFlow(config=c.config(), client_id="client-tools", offline_token="offline-alice").get_token()
    h, p, s = t.split(".")
    head = json.loads(base64.urlsafe_b64decode(h + "=" * (-len(h) % 4))); body = json.loads(base64.urlsafe_b64decode(p + "=" * (-len(p) % 4)))
    assert head["alg"] == "RS256", head
    assert body["preferred_username"] == "alice" and "entity-registry-write" in body["realm_access"]["roles"] and body["exp"] > 0

@check
async def offline_flow_rejects_unknown_offline_token(c):
    try: OfflineFlow(config=c.config(), client_id="client-tools", offline_token="not-a-token")
    except Exception as e: assert "offline token" in str(e), e
    else: raise AssertionError("accepted")

@check
async def realm_document_has_public_key(c):
    r = requests.get(c.kc, timeout=10); assert r.status_code == 200, r.status_code
    base64.b64decode(r.json()["public_key"], validate=True)

@check
async def device_flow_polls_until_approved(c):
    old, d = os.getcwd(), tempfile.mkdtemp(); os.chdir(d)
    os.environ["BROWSER"] = (shutil.which("true") or "true") + " %s"
    try:
        f = DeviceFlow(config=c.config(), client_id="client-tools")
        saved = json.load(open(".tokens.json"))
        assert saved["access_token"] == f.get_token() and saved["refresh_token"]
        got = await DatastoreClient(auth=f, config=c.config()).fetch_dataset(c.dataset)
        assert got.status.success
        again = DeviceFlow(config=c.config(), client_id="client-tools")     # now from the cache file
        assert again.get_token() == saved["access_token"]
    finally:
        os.chdir(old); shutil.rmtree(d, ignore_errors=True)

@check
async def no_token_is_401(c):
    r = c.raw("GET", "/check-access/check-general-access", user=None)
    assert r.status_code == 401 and r.json() == {"detail": "Not authenticated"} and r.headers["WWW-Authenticate"] == "Bearer", (r.status_code, r.text)

@check
async def bad_token_raises_auth_exception(c):
    cl = DatastoreClient(auth=FixedToken("not.a.token"), config=c.config())
    await raises(AuthException, cl.fetch_dataset(c.dataset), code=401, text="Could not validate credentials")

# ---------------------------------------------------------------- health, schema, access
@check
async def health_check(c):
    assert (await c.l2().get_health_check()).message == "Health check successful."

@check
async def health_check_needs_no_token(c):
    r = c.raw("GET", "/", user=None); assert r.status_code == 200 and r.json() == {"message": "Health check successful."}, r.text

@check
async def dataset_schema(c):
    r = c.raw("GET", "/metadata/dataset-schema"); assert r.status_code == 200, r.text
    s = r.json()["json_schema"]; assert sorted(s["required"]) == ["approvals", "associations", "dataset_info"], s.get("required")

@check
async def check_access_general_returns_user(c):
    r = c.raw("GET", "/check-access/check-general-access", user="noroles"); assert r.status_code == 200, r.text
    d = r.json(); assert d["username"] == "noroles" and d["roles"] == [] and set(d) == {"username", "email", "roles", "access_token"}, d

@check
async def check_access_levels(c):
    want = {("noroles", "read"): 401, ("reader", "read"): 200, ("reader", "write"): 401, ("alice", "write"): 200, ("alice", "admin"): 401, ("root", "admin"): 200}
    for (u, lv), st in want.items():
        r = c.raw("GET", f"/check-access/check-{lv}-access", user=u); assert r.status_code == st, (u, lv, r.status_code)

@check
async def admin_config_is_a_text_attachment(c):
    r = c.raw("GET", "/admin/config", user="root"); assert r.status_code == 200, r.text
    assert r.headers["content-type"].startswith("text/plain") and "config.txt" in r.headers["content-disposition"], r.headers
    assert all("=" in ln for ln in r.text.strip().splitlines())
    assert c.raw("GET", "/admin/config", user="alice").status_code == 401

@check
async def admin_sentry_debug(c):
    r = c.raw("GET", "/admin/sentry-debug", user="root"); assert r.status_code == 200 and "Monitoring is disabled" in r.json()["message"], r.text

# ---------------------------------------------------------------- fetch
@check
async def fetch_documented_dataset(c):
    r = await c.l2().fetch_dataset(c.dataset)
    assert r.status.success and r.item.id == c.dataset and r.item.item_subtype == "DATASET" and r.item.item_category == "ENTITY"
    assert r.locked is False and "metadata-read" in r.roles and r.item.s3.s3_uri == f"s3://{r.item.s3.bucket_name}/{r.item.s3.path}"

@check
async def fetch_unknown_is_bad_request(c):
    await raises(BadRequestException, c.l2().fetch_dataset("10378.1/0"), code=400, text="Could not find the given key (10378.1/0)")

@check
async def fetch_empty_is_bad_request(c):
    await raises(BadRequestException, c.l2().fetch_dataset(""), code=400, text="Empty string received")

@check
async def fetch_by_user_without_roles_is_auth_error(c):
    await raises(AuthException, c.l2("noroles").fetch_dataset(c.dataset), code=401)

@check
async def fetch_as_reader_gets_reader_roles(c):
    r = await c.l2("reader").fetch_dataset(c.dataset); assert sorted(r.roles) == ["dataset-data-read", "metadata-read"], r.roles

# ---------------------------------------------------------------- mint / validate
@check
async def mint_returns_handle_and_location(c):
    r = await c.l2().mint_dataset(c.cf())
    assert r.status.success and HANDLE.match(r.handle), r.handle
    assert r.s3_location.path == "datasets/" + r.handle.replace(".", "-").replace("/", "-") + "/", r.s3_location
    assert r.s3_location.s3_uri == f"s3://{r.s3_location.bucket_name}/{r.s3_location.path}" and UUID.match(r.register_create_activity_session_id)

@check
async def mint_then_fetch_round_trip(c):
    cf = c.cf(name="Round trip"); h = (await c.l2().mint_dataset(cf)).handle; i = (await c.l2().fetch_dataset(h)).item
    assert i.collection_format == cf and i.display_name == "Round trip" and i.user_metadata == {"project": "demo"} and i.owner_username == "alice"
    assert [x.id for x in i.history] == [0] and i.history[0].reason == "Initial record creation" and i.record_type == "COMPLETE_ITEM"
    assert i.release_status == "NOT_RELEASED" and i.release_history == [] and i.versioning_info.version == 1 and i.workflow_links.create_activity_workflow_id

@check
async def owner_gets_all_roles(c):
    h = await c.mint(); r = await c.l2().fetch_dataset(h)
    assert sorted(r.roles) == ["admin", "dataset-data-read", "dataset-data-write", "metadata-read", "metadata-write"], r.roles

@check
async def mint_with_unknown_organisation_is_status_false(c):
    cf = c.cf(); cf.associations.organisation_id = "10378.1/0"
    await raises(Exception, c.l2().mint_dataset(cf), exact=True, text="Status object from API indicated failure")

@check
async def mint_without_ethics_consent_is_status_false(c):
    cf = c.cf(); cf.approvals.ethics_access.relevant = True
    await raises(Exception, c.l2().mint_dataset(cf), exact=True, text="Failed field value validation")

@check
async def mint_as_reader_is_auth_error(c):
    await raises(AuthException, c.l2("reader").mint_dataset(c.cf()), code=401, text="correct role")

@check
async def validate_metadata_accepts(c):
    if c.profile == "reference":     # the released server answers a bare Status, which the released client refuses
        await raises(Exception, c.l2().validate_metadata(c.cf()), exact=True, text="StatusResponse"); return
    r = await c.l2().validate_metadata(c.cf()); assert r.status.success is True and r.status.details == "Validation successful."

@check
async def validate_metadata_refuses(c):
    cf = c.cf(); cf.associations.organisation_id = "10378.1/0"
    await raises(Exception, c.l2().validate_metadata(cf), exact=True, text="StatusResponse" if c.profile == "reference" else "Status object from API indicated failure")

# ---------------------------------------------------------------- update / revert / version
@check
async def update_metadata_changes_item(c):
    h = await c.mint(); r = await c.l2().update_metadata(h, "fix name", c.cf(name="Renamed"))
    assert r.status.success and r.handle == h and r.s3_location.path.startswith("datasets/")
    i = (await c.l2().fetch_dataset(h)).item
    assert i.display_name == "Renamed" and [(x.id, x.reason) for x in i.history] == [(1, "fix name"), (0, "Initial record creation")]
    assert i.updated_timestamp >= i.created_timestamp

@check
async def update_unknown_dataset_is_bad_request(c):
    await raises(BadRequestException, c.l2().update_metadata("10378.1/0", "x", c.cf()), code=400)

@check
async def update_with_unknown_organisation_is_bad_request(c):
    h = await c.mint(); cf = c.cf(); cf.associations.organisation_id = "10378.1/0"
    await raises(BadRequestException, c.l2().update_metadata(h, "x", cf), code=400, text="error during validation")

@check
async def update_by_other_user_is_auth_error(c):
    h = await c.mint(); await raises(AuthException, c.l2("bob").update_metadata(h, "x", c.cf()), code=401, text="not authorised to write metadata")

@check
async def revert_metadata_restores(c):
    h = await c.mint(name="First"); await c.l2().update_metadata(h, "second", c.cf(name="Second"))
    r = await c.l2().revert_metadata(RevertMetadata(id=h, history_id=0, reason="oops")); assert r.status.success
    assert (await c.l2().fetch_dataset(h)).item.display_name == "First"

@check
async def revert_to_unknown_history_is_bad_request(c):
    h = await c.mint(); await raises(BadRequestException, c.l2().revert_metadata(RevertMetadata(id=h, history_id=99, reason="x")), code=400, text="No action taken")

@check
async def version_dataset_links_both_ways(c):
    h = await c.mint(); r = await c.l2().version_dataset(VersionRequest(id=h, reason="new release"))
    assert HANDLE.match(r.new_version_id) and r.new_version_id != h and UUID.match(r.version_job_session_id)
    old, new = (await c.l2().fetch_dataset(h)).item, (await c.l2().fetch_dataset(r.new_version_id)).item
    assert old.versioning_info.next_version == new.id and new.versioning_info.previous_version == h
    assert new.versioning_info.version == 2 and new.versioning_info.reason == "new release"

@check
async def version_unknown_is_bad_request(c):
    await raises(BadRequestException, c.l2().version_dataset(VersionRequest(id="10378.1/0", reason="x")), code=400)

# ---------------------------------------------------------------- list
@check
async def list_datasets_first_page(c):
    h = await c.mint(); r = await c.l2().list_datasets(NoFilterSubtypeListRequest(page_size=50))
    assert r.status.success and h in [i.id for i in r.items]
    assert r.total_item_count == r.complete_item_count == len(r.items) and r.seed_item_count == 0 and r.unparsable_items == []

@check
async def list_page_size_and_key(c):
    for _ in range(3): await c.mint()
    r = await c.l2().list_datasets(NoFilterSubtypeListRequest(page_size=2)); assert len(r.items) == 2 and isinstance(r.pagination_key, dict) and r.pagination_key["id"] == r.items[-1].id
    n = await c.l2().list_datasets(NoFilterSubtypeListRequest(page_size=2, pagination_key=r.pagination_key))
    assert not {i.id for i in r.items} & {i.id for i in n.items}

# ---------------------------------------------------------------- files
@check
async def presigned_url_for_metadata_file(c):
    h = await c.mint(); r = await c.l2().generate_presigned_url(PresignedURLRequest(dataset_id=h, file_path="metadata.json", expires_in=600))
    assert r.dataset_id == h and r.file_path == "metadata.json" and r.presigned_url.startswith("http") and "metadata.json" in r.presigned_url

@check
async def presigned_url_for_missing_file(c):
    await raises(BadRequestException, c.l2().generate_presigned_url(PresignedURLRequest(dataset_id=c.dataset, file_path="nope.csv", expires_in=600)), code=400, text="does not exist in dataset")

@check
async def presigned_url_refuses_parent_path(c):
    await raises(BadRequestException, c.l2().generate_presigned_url(PresignedURLRequest(dataset_id=c.dataset, file_path="../other/metadata.json", expires_in=600)), code=400, text="not allowed")

@check
async def read_credentials_with_console_url(c):
    r = await c.l2().generate_read_access_credentials(CredentialsRequest(dataset_id=c.dataset, console_session_required=True))
    assert r.status.success and r.credentials.aws_access_key_id and r.credentials.aws_secret_access_key and r.credentials.aws_session_token
    assert r.credentials.expiry.tzinfo is not None and r.console_session_url.startswith("https://signin.aws.amazon.com/federation?Action=login")

@check
async def write_credentials_without_console_url(c):
    h = await c.mint(); r = await c.l2().generate_write_access_credentials(CredentialsRequest(dataset_id=h, console_session_required=False))
    assert r.status.success and r.console_session_url is None

@check
async def write_credentials_refused_to_others(c):
    h = await c.mint(); await raises(AuthException, c.l2("bob").generate_write_access_credentials(CredentialsRequest(dataset_id=h, console_session_required=False)), code=401, text="write to this dataset")

# ---------------------------------------------------------------- review
@check
async def add_reviewer_through_client(c):
    if c.profile == "reference":     # released client sends a JSON body, released server wants a query parameter
        await raises(HTTPValidationException, c.l2().review.add_dataset_reviewer(c.bob), code=422); return
    assert await c.l2().review.add_dataset_reviewer(c.bob) is None
    assert c.bob in c.raw("GET", "/release/sys-reviewers/list").json()

@check
async def delete_reviewer_through_client(c):
    c.set_reviewer("10378.1/777"); assert "10378.1/777" in c.raw("GET", "/release/sys-reviewers/list").json()
    assert await c.l2().review.delete_dataset_reviewer("10378.1/777") is None
    assert "10378.1/777" not in c.raw("GET", "/release/sys-reviewers/list").json()
    assert await c.l2().review.delete_dataset_reviewer("10378.1/777") is None          # idempotent

@check
async def approval_request_and_approval(c):
    c.set_reviewer(c.bob); h = await c.mint()
    r = await c.l2().review.approval_request(ReleaseApprovalRequest(dataset_id=h, approver_id=c.bob, notes="please"))
    assert (r.dataset_id, r.approver_id) == (h, c.bob) and "Successfully sent request" in r.details
    a = await c.l2("bob").review.action_approval_request(ActionApprovalRequest(dataset_id=h, approve=True, notes="fine"))
    assert a.dataset_id == h and a.approved is True
    i = (await c.l2().fetch_dataset(h)).item; assert i.release_status == "RELEASED" and i.release_approver == c.bob and i.release_timestamp

@check
async def approval_by_non_reviewer_is_bad_request(c):
    h = await c.mint(); await raises(BadRequestException, c.l2().review.approval_request(ReleaseApprovalRequest(dataset_id=h, approver_id=c.org, notes="x")), code=400, text="is not a system dataset reviewer")

@check
async def action_without_request_is_bad_request(c):
    c.set_reviewer(c.bob); h = await c.mint()
    await raises(BadRequestException, c.l2("bob").review.action_approval_request(ActionApprovalRequest(dataset_id=h, approve=True, notes="x")), code=400, text="is not pending review")

# ---------------------------------------------------------------- transport errors
@check
async def unknown_path_is_not_found(c):
    cl = DatastoreClient(auth=c.flow(), config=c.config(base=c.base + "/no-such-prefix")); await raises(NotFoundException, cl.fetch_dataset(c.dataset), code=404)

@check
async def missing_query_parameter_is_422(c):
    await raises(HTTPValidationException, c.l2().fetch_dataset(None), code=422, text="handle_id")

@check
async def module_level_client_works(c):
    d = c.l3(); h = (await d.mint_dataset(c.cf(name="L3"))).handle
    assert (await d.get_health_check()).message and (await d.fetch_dataset(h)).item.display_name == "L3"
    await d.update_dataset_metadata(handle_id=h, reason="r", metadata_payload=c.cf(name="L3b")); await d.revert_dataset_metadata(RevertMetadata(id=h, history_id=0, reason="r"))
    assert (await d.version_dataset(VersionRequest(id=h, reason="v"))).new_version_id


def main(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("--base-url", default=os.environ.get("PROVENA_BASE_URL", "http://127.0.0.1:8010")); p.add_argument("--keycloak-url", default=os.environ.get("PROVENA_KEYCLOAK_URL"))
    p.add_argument("--profile", choices=["documented", "reference"], default="documented"); p.add_argument("--only")
    p.add_argument("--org", default="10378.1/1451857"); p.add_argument("--alice", default="10378.1/1451858"); p.add_argument("--bob", default="10378.1/1451859"); p.add_argument("--dataset", default="10378.1/1451860")
    a = p.parse_args(argv)
    c = Ctx(a); ok = bad = 0
    for name, fn in CHECKS:
        if a.only and a.only not in name: continue
        try: asyncio.run(fn(c)); ok += 1; print("ok", name, flush=True)
        except Exception as e:
            bad += 1; print(f"FAIL {name}: {type(e).__name__}: {' '.join(str(e).split())[:400]}", flush=True)
            if os.environ.get("TRACE"): traceback.print_exc()
    print(f"{ok} passed, {bad} failed"); return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
