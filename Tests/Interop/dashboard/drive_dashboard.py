#!/usr/bin/env python3
"""Uses the page at the control port as a person does, in a real browser.

    drive_dashboard.py CONTROL_URL [--token TOKEN] [--messages] [--pictures FOLDER] [--flood N]

With --messages what is served is a service that takes messages, and those are looked at. Needs chromium and chromedriver on the PATH. Ends with `N passed, M failed`."""
import argparse
import contextlib
import http.client
import json
import os
import shutil
import sys
import threading
import time
import traceback
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pika
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

arguments = argparse.ArgumentParser()
arguments.add_argument("control")
arguments.add_argument("--token", default="")
arguments.add_argument("--messages", action="store_true")
arguments.add_argument("--pictures")
arguments.add_argument("--flood", type=int, default=10_000)
options = arguments.parse_args()
control = options.control.rstrip("/")
passed = failed = 0


def check(what, holds, detail=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}: {detail}")


# ---- The server, past the page


def call(url, method="GET", body=None, headers=None):
    headers = dict(headers or {})
    if "/__admin/" in url and options.token:
        headers.setdefault("Authorization", "Bearer " + options.token)
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, method=method, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def admin(path, method="GET", body=None):
    return json.loads(call(control + "/__admin" + path, method, body)[1])


# ---- The browser


def start_browser():
    chosen = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,900"):
        chosen.add_argument(flag)
    chosen.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chosen.binary_location = shutil.which("chromium") or ""
    browser = webdriver.Chrome(options=chosen, service=Service(shutil.which("chromedriver")))
    browser.set_script_timeout(20)
    return browser


browser = start_browser()


def find(selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def find_all(selector):
    return browser.find_elements(By.CSS_SELECTOR, selector)


def until(what, condition, seconds=15):
    """Checks that something comes true."""
    last = [None]

    def holds(_):
        with contextlib.suppress(Exception):
            last[0] = condition()
            return last[0]

    try:
        WebDriverWait(browser, seconds, poll_frequency=0.1).until(holds)
        check(what, True)
        return True
    except TimeoutException:
        check(what, False, f"not within {seconds} s; last {last[0]!r}")
        return False


def show(name):
    find(f"#tab-{name}").click()


def panel(name):
    return find(f"#panel-{name}")


def press(text, within):
    button = within.find_element(By.XPATH, f'.//button[normalize-space()="{text}"]')
    # Else the driver scrolls it below the head of the page, which stands.
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()


def fill(selector, text):
    field = find(selector)
    field.clear()
    field.send_keys(text)


def rows():
    return browser.execute_script("return [...document.querySelectorAll('.requests tbody tr')].map((row) => row.innerText)")


def scheme(name, width=1280, height=900):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})
    # The window can't be as narrow as a telephone.
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})


def picture(name):
    if options.pictures:
        os.makedirs(options.pictures, exist_ok=True)
        browser.save_screenshot(os.path.join(options.pictures, name + ".png"))


def contrasts():
    """The smallest contrast of text against its ground, of all that is seen."""
    return browser.execute_script("""
      const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
      const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
      const ground = (element) => { for (; element; element = element.parentElement) {
        const colour = numbers(getComputedStyle(element).backgroundColor); if (colour.length < 4 || colour[3] > .9) return colour; } return [255, 255, 255]; };
      let least = [21, ''];
      for (const element of document.querySelectorAll('body *')) {
        const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!text || !element.checkVisibility() || element.closest('.unseen, .skip, noscript, :disabled')) continue;
        const [a, b] = [light(numbers(getComputedStyle(element).color)), light(ground(element))];
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < least[0]) least = [ratio, element.tagName + ' ' + element.innerText.slice(0, 40)];
      }
      return least;""")


def publish(url, exchange, key, body):
    connection = pika.BlockingConnection(pika.URLParameters(url))
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish(exchange, key, body, pika.BasicProperties(content_type="application/json"))
    finally:
        connection.close()


views = ["requests", "services", "state", "worlds", "faults", "clock", "stubs"]

# ---- What a person does, one thing after the other


def opens():
    status, _, headers = call(control + "/")
    check("the page is there", status == 200 and headers["Content-Type"].startswith("text/html"), status)
    policy = headers["Content-Security-Policy"] or ""
    check("its policy lets nothing in from elsewhere", "default-src 'none'" in policy and "unsafe" not in policy, policy)
    check("its policy has a new number each time", call(control + "/")[2]["Content-Security-Policy"] != policy)
    if not options.token:
        status, _, _ = call(control + "/", headers={"Host": "else.example"})
        check("no page for another host", status == 403, status)
        status, _, _ = call(control + "/__admin/events", headers={"Host": "else.example"})
        check("no events for another host", status == 403, status)
    browser.get(control + "/")
    if options.token:
        asks_for_token()
    until("the page is live", lambda: find("#live").text == "live")
    check("it tells its version", find("#version").text == admin("/services")["version"])
    check("it loads nothing from elsewhere", browser.execute_script(
        "return performance.getEntriesByType('resource').every((each) => each.name.startsWith(location.origin))"))


def asks_for_token():
    until("it asks for the token", lambda: find("#ask").get_attribute("open") is not None)
    picture("token")
    fill("#token", "wrong" + Keys.ENTER)
    until("a wrong token is told", lambda: "was not the token" in find("#ask-why").text)
    fill("#token", options.token + Keys.ENTER)
    status, _, _ = call(control + "/__admin/events", headers={"Authorization": "Bearer wrong"})
    check("no events without the token", status == 401, status)


def is_accessible():
    tabs = find_all("[role=tab]")
    check("one tab is selected", [tab.get_attribute("aria-selected") for tab in tabs].count("true") == 1)
    check("tabs and panels name each other", browser.execute_script(
        "return [...document.querySelectorAll('[role=tab]')].every((tab) => { const panel = document.getElementById(tab.getAttribute('aria-controls'));"
        " return panel && panel.getAttribute('role') === 'tabpanel' && panel.getAttribute('aria-labelledby') === tab.id; })"))
    show("requests")
    find("#tab-requests").send_keys(Keys.ARROW_RIGHT)
    check("an arrow goes to the next tab", browser.switch_to.active_element.get_attribute("id") == "tab-services")
    check("and shows its panel", panel("services").is_displayed() and not panel("requests").is_displayed())
    browser.switch_to.active_element.send_keys(Keys.HOME)
    check("Home goes to the first", browser.switch_to.active_element.get_attribute("id") == "tab-requests")
    for name in views:
        show(name)
        time.sleep(0.3)
        # A placeholder goes away when somebody types, so that it names nothing.
        nameless = browser.execute_script(
            "return [...arguments[0].querySelectorAll('input, select, textarea, button')].filter((each) => each.checkVisibility()"
            " && !each.labels?.length && !each.getAttribute('aria-label') && !(each.tagName === 'BUTTON' && each.innerText.trim()))"
            ".map((each) => each.outerHTML.slice(0, 120))", panel(name))
        check(f"all that can be used in {name} has a name", not nameless, nameless)
    check("the language is told", find("html").get_attribute("lang") == "en")
    headings = browser.execute_script("return document.querySelectorAll('h1').length")
    check("there is one heading of the first level", headings == 1, headings)


def shows_requests(service):
    show("requests")
    url = service["places"]["url"]
    call(service["base_url"] + "/jobs")
    until("a request is seen as it is made", lambda: any("/jobs" in row for row in rows()))
    call(url + "/nowhere")
    until("so is one that nothing answers", lambda: any("/nowhere" in row and "404" in row for row in rows()))
    call(url + "/x?%3Cimg%20src=x%20onerror=alert(1)%3E&<b>bold</b>")
    until("markup in a request is text", lambda: any("<b>bold</b>" in row for row in rows()))
    check("and only that", not find_all("main img, main .requests b"))
    browser.find_element(By.TAG_NAME, "body").send_keys("/")
    check("a stroke leads to the filter", browser.switch_to.active_element.get_attribute("id") == "filter")
    browser.switch_to.active_element.send_keys("nowhere 404")
    until("the filter keeps what fits", lambda: rows() and all("/nowhere" in row for row in rows()))
    fill("#filter", "nothing is like this")
    until("the filter tells when nothing fits", lambda: "No request fits" in panel("requests").text)
    find("#filter").clear()
    find("#filter").send_keys(" " + Keys.BACKSPACE)
    find("#refused").click()
    until("refused ones alone", lambda: rows() and not any("\n200\n" in row for row in rows()))
    find("#refused").click()
    first = find(".requests tbody button")
    first.send_keys(Keys.ENTER)
    until("Enter opens a request", lambda: find("#detail").get_attribute("open") is not None)
    text = find("#detail").text
    check("with its fields", "Host:" in text or "host:" in text.lower(), text[:200])
    picture("detail-light")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    until("Escape closes it", lambda: find("#detail").get_attribute("open") is None)
    check("and gives the focus back", browser.switch_to.active_element == first)


def is_flooded(service):
    address = urlsplit(service["places"]["url"]).netloc
    lanes = 4

    def lane(number):
        connection = http.client.HTTPConnection(address, timeout=30)
        for count in range(options.flood // lanes):
            connection.request("GET", f"/flood/{number}/{count}")
            connection.getresponse().read()

    show("requests")
    before = admin("/requests?limit=1")["meta"]["total"]
    threads = [threading.Thread(target=lane, args=(number,)) for number in range(lanes)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    slowest = 0
    while any(thread.is_alive() for thread in threads):
        asked = time.monotonic()
        browser.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0]))")
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(0.05)
    took = time.monotonic() - started
    print(f"{options.flood} requests in {took:.1f} s; the page's slowest turn was {slowest * 1000:.0f} ms")
    until("the last request is seen", lambda: any(f"/flood/{n}/{options.flood // lanes - 1}" in row for row in rows() for n in range(lanes)))
    told = panel("requests").text.splitlines()
    counts = [line for line in told if " requests" in line and "page" in line]
    check("it tells how many there are, and how many it left out", counts, told[-3:])
    if counts:
        number = int(counts[0].split(" requests")[0].split()[-1])
        left_out = [int(part.split()[0]) for part in counts[0].split(" · ") if "too fast" in part]
        check("none is missing untold", number + sum(left_out) >= min(before + options.flood, 10_000), counts)
    check("it shows a hundred at a time", len(rows()) == 100, len(rows()))
    press("Older", panel("requests"))
    until("one can page back", lambda: "page 2" in panel("requests").text)
    press("Newer", panel("requests"))
    press("Clear", panel("requests"))
    until("Clear empties page and journal", lambda: not rows() and admin("/requests?limit=1")["meta"]["total"] == 0)


def shows_services(service):
    show("services")
    until("the address to point a client at", lambda: service["base_url"] in panel("services").text)
    check("the environment, ready to paste", all(f"export {name}='{value}'" in panel("services").text for name, value in service["environment"].items()))


def shows_state(service):
    show("state")
    Select(find("#state-service")).select_by_value(service["name"])
    held = admin("/state?service=" + service["name"])["services"][0]["collections"]
    check("the state has collections", held and any(each["count"] for each in held), held)
    for each in held[:3]:
        until(f"the collection {each['name']}", lambda: each["name"] in panel("state").text)
    check("all choices have something to choose", all(Select(each).first_selected_option.text for each in panel("state").find_elements(By.TAG_NAME, "select")))
    titles = " ".join(each.text for each in panel("state").find_elements(By.TAG_NAME, "summary"))
    secrets = [record[key] for each in held for record in each["records"] if isinstance(record, dict)
               for key in ("password", "token") if isinstance(record.get(key), str)]
    check("a list of records shows no secret", not any(secret in titles for secret in secrets), titles[:200])
    first = next(each for each in held if each["records"])
    details = panel("state").find_elements(By.TAG_NAME, "summary")
    check("each record can be opened", details)
    if details:
        details[0].click()
        key = next(iter(first["records"][0]))
        until("and is then seen whole", lambda: f'"{key}"' in panel("state").text)
    picture("state-light")


def starts_worlds(service):
    show("worlds")
    until("services to choose from", lambda: find("#world-service").get_attribute("value"))
    Select(find("#world-service")).select_by_value(service["name"])
    press("Start a world", panel("worlds"))
    until("a world is started", lambda: len(admin("/worlds")["worlds"]) == 1)
    world = admin("/worlds")["worlds"][0]
    until("and shown with its environment", lambda: world["id"] in panel("worlds").text and "export " in panel("worlds").text)
    url = world["services"][service["name"]]["url"]
    call(url + "/in-the-world")
    show("requests")
    until("a request to it is seen", lambda: any("/in-the-world" in row for row in rows()))
    show("worlds")
    picture("worlds-light")
    until("it can be ended", lambda: panel("worlds").find_element(By.CSS_SELECTOR, f'[aria-label="End world {world["id"]}"]'))
    panel("worlds").find_element(By.CSS_SELECTOR, f'[aria-label="End world {world["id"]}"]').click()
    until("and is then gone", lambda: not admin("/worlds")["worlds"] and "No world is there" in panel("worlds").text)


def arms_faults(service):
    show("faults")
    until("services to choose from", lambda: find("#fault-service").get_attribute("value"))
    path = urlsplit(service["base_url"]).path + "/jobs"
    Select(find("#fault-service")).select_by_value(service["name"])
    fill("#fault-on", "GET " + path)
    fill("#fault-times", "1")
    press("Arm", panel("faults"))
    until("a fault is armed", lambda: len(admin("/faults")["faults"]) == 1)
    until("and shown", lambda: path in panel("faults").find_element(By.TAG_NAME, "table").text)
    picture("faults-light")
    check("it strikes", call(service["base_url"] + "/jobs")[0] == 503)
    check("once", call(service["base_url"] + "/jobs")[0] != 503)
    fill("#fault-on", "nonsense")
    press("Arm", panel("faults"))
    until("what is no fault is told", lambda: find("#said").text and "bad" in find("#said").get_attribute("class"))
    fill("#fault-on", "GET " + path)
    press("Arm", panel("faults"))
    until("another one", lambda: len(admin("/faults")["faults"]) == 1)
    until("can be cleared", lambda: press("Clear all", panel("faults")) or True)
    until("by a press", lambda: not admin("/faults")["faults"])


def turns_the_clock(service):
    show("clock")
    until("the clock is shown", lambda: service["name"] in panel("clock").text)
    press("Freeze", panel("clock"))
    until("it can be frozen", lambda: admin("/clock")["clocks"][0]["frozen"])
    until("which is told", lambda: "frozen" in panel("clock").text)
    before = admin("/clock")["clocks"][0]["now"]
    until("there is a button to advance it", lambda: press("Advance", panel("clock")) or True)
    until("it can be advanced", lambda: admin("/clock")["clocks"][0]["now"] > before)
    picture("clock-light")
    until("and set back", lambda: press("Back to the machine's time", panel("clock")) or True)
    until("to the machine's time", lambda: not admin("/clock")["clocks"][0]["frozen"])


def sees_near_misses(service):
    call(service["places"]["url"] + "/stubbbed")
    show("requests")
    until("a request that nothing answers", lambda: any("/stubbbed" in row for row in rows()))
    next(each for each in find_all(".requests tbody button") if "/stubbbed" in each.text).click()
    until("tells which stub came nearest", lambda: "GET /stubbed" in find("#detail").text)
    text = find("#detail").text
    check("and what differs, with both values", "/stubbed" in text and "/stubbbed" in text, text[-300:])
    picture("near-miss-light")
    press("Close", find("#detail"))
    until("Close closes it", lambda: find("#detail").get_attribute("open") is None)


def adds_stubs(service):
    show("stubs")
    until("services to choose from", lambda: find("#stub-service").get_attribute("value"))
    Select(find("#stub-service")).select_by_value(service["name"])
    panel("stubs").find_element(By.TAG_NAME, "summary").click()
    fill("#stub-text", json.dumps({"request": {"method": "GET", "urlPath": "/stubbed"}, "response": {"status": 418}}))
    press("Add", panel("stubs"))
    until("a stub can be added", lambda: call(service["places"]["url"] + "/stubbed")[0] == 418)
    until("and is shown", lambda: "/stubbed" in panel("stubs").text)
    picture("stubs-light")
    sees_near_misses(service)
    show("stubs")
    fill("#stub-text", '{"request": 1}')
    press("Add", panel("stubs"))
    until("what is no stub is told", lambda: "bad" in find("#said").get_attribute("class"))
    panel("stubs").find_elements(By.TAG_NAME, "summary")[-1].click()
    until("a stub can be removed", lambda: press("Remove", panel("stubs")) or True)
    until("and is then gone", lambda: call(service["places"]["url"] + "/stubbed")[0] == 404)


def shows_messages(service):
    tab = find("#tab-messages")
    check("there is a view of messages", tab.is_displayed())
    show("messages")
    until("no message is no error", lambda: "No message was published yet." in panel("messages").text)
    queues = admin("/broker")
    exchange = next(each["name"] for host in queues["vhosts"] for each in host["exchanges"] if each["name"] and not each["name"].startswith("amq."))
    publish(service["places"]["url"], exchange, "no.body.wants.this", "{\"<b>no</b>\": 1}")
    until("a message is counted", lambda: tab.find_element(By.TAG_NAME, "small").text == "1")
    press("Refresh", panel("messages"))
    until("and is shown", lambda: "no.body.wants.this" in panel("messages").text)
    panel("messages").find_element(By.TAG_NAME, "summary").click()
    until("with what it holds", lambda: "<b>no</b>" in panel("messages").text)
    check("as text", not panel("messages").find_elements(By.CSS_SELECTOR, "pre b"))
    panel("messages").find_elements(By.CSS_SELECTOR, "section summary")[-1].click()
    until("the broker is shown", lambda: exchange in panel("messages").find_element(By.CSS_SELECTOR, "section").text)
    for name in ("light", "dark"):
        scheme(name)
        until(f"text in messages can be read ({name})", lambda: contrasts()[0] >= 4.5)
        picture(f"messages-{name}")
    scheme("light", width=390, height=844)
    width = browser.execute_script("return document.documentElement.scrollWidth")
    check("messages fit a narrow screen", width <= 390, width)
    scheme("light")
    press("Clear", panel("messages"))
    until("they can be forgotten", lambda: "No message was published yet." in panel("messages").text)


def looks_well(service):
    for count in range(5):
        call(service["base_url"] + f"/jobs/{count}")
        call(service["places"]["url"] + f"/nowhere/{count}?a=b")
    for name in ("light", "dark"):
        scheme(name)
        dark = browser.execute_script("return getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
        check(f"it is {name}", dark == (name == "dark"))
        for view in views:
            show(view)
            time.sleep(0.4)
            least = contrasts()
            check(f"text in {view} can be read ({name})", least[0] >= 4.5, least)
            picture(f"{view}-{name}")
    for name in ("light", "dark"):
        scheme(name, width=390, height=844)
        for view in views:
            show(view)
            time.sleep(0.3)
            width = browser.execute_script("return document.documentElement.scrollWidth")
            check(f"{view} fits a narrow screen ({name})", width <= 390, width)
            picture(f"{view}-narrow-{name}")
    scheme("light")


def complains_of_nothing():
    said = [entry["message"] for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    # What was refused on purpose is told by the browser, too.
    said = [line for line in said if "status of 401" not in line and "status of 422" not in line and "status of 400" not in line]
    check("the console has no errors", not said, said[:3])


try:
    opens()
    service = admin("/services")["services"][0]
    is_accessible()
    steps = [shows_requests, is_flooded, shows_services, shows_state, starts_worlds, turns_the_clock, arms_faults, adds_stubs, looks_well]
    if options.token:
        steps = [shows_requests, shows_services]
    elif options.messages:
        steps = [shows_messages]
    for step in steps:
        try:
            step(service)
        except Exception as problem:
            check(step.__name__, False, "".join(traceback.format_exception_only(problem)).splitlines()[0])
    complains_of_nothing()
finally:
    browser.quit()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
