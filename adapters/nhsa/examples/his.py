"""A small HIS: signs a message of the national format, sends it and prints the answer.

    python3 his.py URL KEY_FILE HOSPITAL MESSAGE_FILE [key=value ...]

Needs Python 3 and the openssl command, nothing else. key=value changes members of the envelope, or of input.data.
"""
import base64, json, subprocess, sys, tempfile, time, urllib.error, urllib.request, uuid


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sign_es256(jwk: dict, data: bytes) -> bytes:
    """ECDSA over P-256 with SHA-256, as the 64 bytes r and s that JWS wants."""
    d, x, y = (unb64url(jwk[name]) for name in ("d", "x", "y"))
    der = bytes.fromhex("30770201010420") + d + bytes.fromhex("a00a06082a8648ce3d030107a14403420004") + x + y
    with tempfile.NamedTemporaryFile() as key:
        key.write(der)
        key.flush()
        command = ["openssl", "dgst", "-sha256", "-keyform", "DER", "-sign", key.name]
        signature = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    r_length = signature[3]
    r, s = signature[4 : 4 + r_length], signature[6 + r_length :]
    return r.lstrip(b"\0").rjust(32, b"\0") + s.lstrip(b"\0").rjust(32, b"\0")


def send(url: str, jwk: dict, hospital: str, body: bytes, path="/his/nhsa", media_type="application/json") -> bytes:
    gateway = json.load(urllib.request.urlopen(url + "/.well-known/gateway"))["id"]
    header = {"alg": "ES256", "kid": jwk["kid"], "b64": False, "crit": ["b64"], "iss": hospital, "aud": gateway,
              "iat": int(time.time()), "jti": str(uuid.uuid4()), "htm": "POST", "htu": path}
    protected = b64url(json.dumps(header).encode())
    signature = b64url(sign_es256(jwk, protected.encode() + b"." + body))
    headers = {"Content-Type": media_type, "X-JWS-Signature": f"{protected}..{signature}"}
    request = urllib.request.Request(url + path, data=body, headers=headers, method="POST")
    try:
        return urllib.request.urlopen(request).read()
    except urllib.error.HTTPError as refused:
        return refused.read()


if __name__ == "__main__":
    url, key_file, hospital, message_file, *changes = sys.argv[1:]
    message = json.load(open(message_file, encoding="utf-8"))
    for change in changes:
        key, value = change.split("=", 1)
        target = message if key in message else message["input"].setdefault("data", {})
        target[key] = value
    answer = send(url, json.load(open(key_file)), hospital, json.dumps(message, ensure_ascii=False).encode())
    try:
        print(json.dumps(json.loads(answer), ensure_ascii=False, indent=1))
    except ValueError:
        sys.stdout.buffer.write(answer)
