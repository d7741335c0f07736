"""A visitor without a browser: one connection, one cookie jar, the headers a browser sends with a form of the same site."""

import http.client
import ssl
import uuid
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit


class Response:
    def __init__(self, status: int, headers, body: bytes):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


class Form:
    """A form as the page has it: where it goes, and the fields with the values they would send."""

    def __init__(self, action: str, method: str):
        self.action, self.method, self.fields, self.names = action, method, [], []


class Document(HTMLParser):
    """What the tests read from a page: links, forms, the number of h1."""

    def __init__(self, text: str):
        super().__init__()
        self.links, self.forms, self.headings, self.title = [], [], 0, ""
        self._form = self._select = self._area = None
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        name, value = has.get("name"), has.get("value") or ""
        if tag == "a" and "href" in has and "download" not in has:
            self.links.append(has["href"])
        elif tag == "h1":
            self.headings += 1
        elif tag == "title":
            # An SVG has titles too; the page's is the first.
            self._in_title = not self.title
        elif tag == "form":
            self._form = Form(has.get("action", ""), (has.get("method") or "get").lower())
            self.forms.append(self._form)
        elif self._form is None or not name:
            if tag == "option" and self._select and ("selected" in has or self._select[1] is None):
                self._select[1] = value
        elif tag == "input":
            kind = has.get("type", "text")
            self._form.names.append(name)
            if kind not in ("checkbox", "radio", "submit", "file") or "checked" in has:
                self._form.fields.append((name, value))
        elif tag == "textarea":
            self._form.names.append(name)
            self._area = [name, ""]
        elif tag == "select":
            self._form.names.append(name)
            self._select = [name, None]
        elif tag == "button":
            self._form.names.append(name)

    def handle_data(self, data):
        if self._area:
            self._area[1] += data
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag):
        if tag == "title":
            self._in_title = False
        elif tag == "textarea" and self._area:
            # A browser leaves out the line end right after the tag.
            self._form.fields.append((self._area[0], self._area[1].removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select:
            self._form.fields.append((self._select[0], self._select[1] or ""))
            self._select = None
        elif tag == "form":
            self._form = None


class Visitor:
    """Not for several threads at once. Raises OSError or http.client.HTTPException when the server is gone."""

    def __init__(self, address: tuple[str, int], timeout: float = 30, agent: str = "", tls: ssl.SSLContext | None = None):
        """`agent` is what it calls itself: a session goes on only in the kind of browser it began in. With `tls` it speaks https."""
        self.timeout, self.cookies, self.agent, self.tls = timeout, {}, agent, tls
        self.move(address)

    def move(self, address: tuple[str, int]) -> None:
        """Goes on with the same cookies at a server that was started again."""
        self.origin = f"{'https' if self.tls else 'http'}://{address[0]}:{address[1]}"
        self.connection = (
            http.client.HTTPSConnection(*address, timeout=self.timeout, context=self.tls) if self.tls
            else http.client.HTTPConnection(*address, timeout=self.timeout))

    def get(self, path: str) -> Response:
        return self._send("GET", path)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Response:
        return self._send("POST", path, urlencode(fields).encode())

    def find(self, words: str) -> Response:
        """Looks for a child as the box on every list does; the answer is the page it leads to."""
        answer = self.post("/children/search", [("q", words)])
        return self.get(answer.location) if answer.status == 303 else answer

    def sign_in(self, user: str, password: str) -> None:
        page = self.get("/sign-in")
        form = next((form for form in Document(page.text).forms if "password" in form.names), None)
        assert form, f"/sign-in answered {page.status} and has no form with a password"
        kept = [(name, value) for name, value in form.fields if name not in ("user", "password")]
        answer = self.post(urljoin("/sign-in", form.action), kept + [("user", user), ("password", password)])
        assert answer.status == 303 and urlsplit(answer.location).path != "/sign-in", f"{user} cannot sign in: {answer.status}"

    def send_body(self, path: str, body: bytes, kind: str) -> Response:
        """A form with a file in it."""
        return self._send("POST", path, body, kind)

    def send_files(self, path: str, fields: list[tuple[str, str]], files: list[tuple[str, str, bytes]]) -> Response:
        """A form with files in it: each its field, its name and its bytes."""
        mark = uuid.uuid4().hex
        parts = [(f'name="{name}"', value.encode()) for name, value in fields]
        parts += [(f'name="{name}"; filename="{called}"', sent) for name, called, sent in files]
        body = b"".join(f"--{mark}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + sent + b"\r\n" for head, sent in parts)
        return self.send_body(path, body + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}")

    def _send(self, method: str, path: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> Response:
        headers = {"Accept": "text/html", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if not self.cookies:
            del headers["Cookie"]
        if self.agent:
            headers["User-Agent"] = self.agent
        if body is not None:
            headers |= {"Content-Type": kind, "Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            read = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return Response(answer.status, answer.headers, read)
