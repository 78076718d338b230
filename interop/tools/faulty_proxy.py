#!/usr/bin/env python3
"""A registry that misbehaves as told: passes every request on to a real one, except those that the rule names.

usage: faulty_proxy.py UPSTREAM_HOST:PORT [--delay MS] [--on REGEX --answer FAULT [--times N]]

REGEX is searched in "METHOD /path?query". FAULT is one of
  503, 429, ... that status with the protocol's JSON error body
  html          200 and a login page
  cut           the real answer's headers, half of its body, then the connection is closed
  gone          the request is read and not passed on, the connection closed
  paged         a referrers listing in pages of one entry, chained by Link headers
The first N matching requests get it (all, without --times). The first line on stdout is HOST:PORT; each request that gets it is a line on stderr.
"""
import argparse
import http.client
import http.server
import json
import re
import socket
import sys
import threading
import time
import urllib.parse

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "te", "trailer", "upgrade"}


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    options = None
    lock = threading.Lock()

    def handle_request(self):
        body = self.read_body()
        if self.options.delay:
            time.sleep(self.options.delay / 1000)
        fault = self.fault()
        if fault is None:
            self.answer(*self.ask_upstream(body))
        elif fault.isdigit():
            error = {"errors": [{"code": "TOOMANYREQUESTS" if fault == "429" else "UNAVAILABLE", "message": "told to"}]}
            self.answer(int(fault), [("Content-Type", "application/json")], json.dumps(error).encode())
        elif fault == "html":
            self.answer(200, [("Content-Type", "text/html")], b"<html><body>Please log in</body></html>")
        elif fault == "cut":
            self.answer(*self.ask_upstream(body), cut=True)
        elif fault == "gone":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif fault == "paged":
            self.answer(*self.one_page(*self.ask_upstream(body)))

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = handle_request

    def fault(self):
        options = self.options
        if not options.on or not re.search(options.on, self.command + " " + self.path):
            return None
        with Proxy.lock:
            if options.times == 0:
                return None
            if options.times is not None:
                options.times -= 1
        print(options.answer, self.command, self.path, file=sys.stderr, flush=True)
        return options.answer

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(chunks)

    def ask_upstream(self, body):
        """The Host header stays the caller's, so that absolute Location headers lead back here."""
        connection = http.client.HTTPConnection(self.options.upstream, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        headers["Content-Length"] = str(len(body))
        connection.request(self.command, self.path, body=body, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if self.command == "HEAD":
            return answer.status, answer.getheaders(), None
        return answer.status, [h for h in answer.getheaders() if h[0].lower() not in HOP_BY_HOP], content

    def one_page(self, status, headers, content):
        if status != 200:
            return status, headers, content
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        page = int(query.get("page", 0))
        index = json.loads(content)
        entries = index["manifests"]
        index["manifests"] = entries[page:page + 1]
        if page + 1 < len(entries):
            query["page"] = str(page + 1)
            headers = headers + [("Link", '<%s?%s>; rel="next"' % (url.path, urllib.parse.urlencode(query)))]
        return status, headers, json.dumps(index).encode()

    def answer(self, status, headers, content, cut=False):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if content is not None:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if content and self.command != "HEAD":
            self.wfile.write(content[:len(content) // 2] if cut else content)
        if cut:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("upstream")
    parser.add_argument("--delay", type=int, default=0)
    parser.add_argument("--on")
    parser.add_argument("--answer")
    parser.add_argument("--times", type=int)
    Proxy.options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    print("127.0.0.1:%d" % server.server_port, flush=True)
    server.serve_forever()


main()
