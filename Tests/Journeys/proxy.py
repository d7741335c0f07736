"""A small proxy before several servers: it asks each for /ready and sends requests to those that say yes, as a real one does."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Proxy:
    """In front of the servers in `servers`; one whose /ready does not answer 200 gets nothing until it does again."""

    def __init__(self, servers):
        self.servers, self.ready, self.turn = servers, list(servers), 0
        self.refused, self.lock, self.over = 0, threading.Lock(), threading.Event()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, read = proxy.forward(self.command, self.path, dict(self.headers), body)
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(read)))
                self.end_headers()
                self.wfile.write(read)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = self.server.server_address
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        threading.Thread(target=self._ask, daemon=True).start()

    def forward(self, method, path, headers, body):
        """From one that is ready; another is tried only where the first took no connection, so that nothing is sent twice."""
        with self.lock:
            self.turn += 1
            choice = self.ready[self.turn % len(self.ready):] + self.ready[:self.turn % len(self.ready)]
        for server in choice:
            try:
                line = http.client.HTTPConnection(*server.address, timeout=60)
                line.connect()
            except OSError:
                continue
            try:
                line.request(method, path, body or None, headers | {"Connection": "close"})
                answer = line.getresponse()
                return answer.status, answer.headers.items(), answer.read()
            except (OSError, http.client.HTTPException):
                # It broke off what it had taken: the client hears of it.
                self.refused += 1
                return 502, [], b""
            finally:
                line.close()
        self.refused += 1
        return 502, [], b""

    def says(self, server) -> int:
        """What a server answers at /ready; 0 when it does not."""
        if not server.url:
            return 0
        try:
            line = http.client.HTTPConnection(*server.address, timeout=10)
            line.request("GET", "/ready")
            return line.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0

    def _ask(self) -> None:
        while not self.over.wait(0.05):
            found = [server for server in self.servers if self.says(server) == 200]
            if found:
                with self.lock:
                    self.ready = found

    def stop(self) -> None:
        self.over.set()
        self.server.shutdown()
