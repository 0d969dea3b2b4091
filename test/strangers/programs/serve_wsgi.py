"""Serves a WSGI application on a free loopback port and tells its owner what arrives where a client authenticates."""
import base64
import json
import sys
import threading
import urllib.parse
from io import BytesIO
from wsgiref.simple_server import WSGIRequestHandler, make_server


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_):
        """Writes nothing: standard error is for what goes wrong."""


def presented_by(environ, form):
    """Names the authentication method and the id and secret as they stand in the request, before any decoding."""
    header = environ.get("HTTP_AUTHORIZATION", "")
    if header.startswith("Basic "):
        return {"method": "basic", "credentials": base64.b64decode(header[6:]).decode()}
    if "client_secret" in form:
        return {"method": "post", "credentials": f"{form.get('client_id')}:{form['client_secret']}"}
    return {"method": "none", "credentials": form.get("client_id")}


def serve(make_application):
    """Calls `make_application` with the origin, prints the origin, then one line for each POST. Ends with its input."""
    server = make_server("127.0.0.1", 0, None, handler_class=QuietHandler)
    origin = f"http://localhost:{server.server_port}"
    application = make_application(origin)

    def watched(environ, start_response):
        if environ["REQUEST_METHOD"] != "POST":
            return application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        form = dict(urllib.parse.parse_qsl(body.decode()))
        statuses = []

        def start(status, headers, *more):
            statuses.append(int(status.split(" ")[0]))
            return start_response(status, headers, *more)

        response = application(environ, start)
        arrived = {
            "path": environ["PATH_INFO"],
            "grant": form.get("grant_type"),
            "token": form.get("refresh_token") or form.get("token"),
            "status": statuses[-1],
            **presented_by(environ, form),
        }
        print(json.dumps(arrived), flush=True)
        return response

    server.set_app(watched)
    print(origin, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
