"""A token service (distribution "Token Authentication") for registries on loopback that ask for one.

token_server.py KEY CERTIFICATE ISSUER USER PASSWORD: prints HOST:PORT, then gives whoever logs in with HTTP Basic a token
for every scope that is asked for, and anybody else one to pull. Every request is a line on standard error, without its
credentials. Tokens are signed by the `openssl` command with the RSA key; the certificate goes along.
"""

import base64
import http.server
import json
import secrets
import subprocess
import sys
import time
import urllib.parse

KEY, CERTIFICATE, ISSUER, USER, PASSWORD = sys.argv[1:]
LOGIN = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def text64(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def certificate():
    with open(CERTIFICATE, encoding="ascii") as file:
        return "".join(line.strip() for line in file if not line.startswith("-----"))


def access(scopes, known):
    granted = []
    for scope in scopes:
        kind, name, actions = scope.split(":", 2)
        may = [action for action in actions.split(",") if known or action == "pull"]
        granted.append({"type": kind, "name": name, "actions": may})
    return granted


def token(service, scopes, known):
    now = int(time.time())
    head = {"typ": "JWT", "alg": "RS256", "x5c": [certificate()]}
    body = {
        "iss": ISSUER, "sub": USER if known else "", "aud": service, "exp": now + 300, "nbf": now - 10, "iat": now,
        "jti": secrets.token_hex(8), "access": access(scopes, known),
    }
    signed = text64(json.dumps(head).encode()) + "." + text64(json.dumps(body).encode())
    command = ["openssl", "dgst", "-sha256", "-sign", KEY]
    signature = subprocess.run(command, input=signed.encode(), stdout=subprocess.PIPE, check=True).stdout
    return signed + "." + text64(signature)


class Service(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        login = self.headers.get("Authorization")
        known = login == LOGIN
        if login is not None and not known:
            self.answer(401, {"errors": [{"code": "UNAUTHORIZED", "message": "another password"}]})
            return
        scopes = [part for scope in query.get("scope", []) for part in scope.split(" ")]
        self.answer(200, {"token": token(query.get("service", [""])[0], scopes, known), "expires_in": 300})

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
print(f"127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
