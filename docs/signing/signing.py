"""Signs a request and verifies an answer with ES256; needs the package `cryptography`.
为请求签名、核验应答签名（ES256），需要 cryptography 包。

  python3 signing.py sign KEY.private.jwk PARTY GATEWAY METHOD TARGET BODYFILE
  python3 signing.py verify JWKS JTI STATUS X-JWS-SIGNATURE BODYFILE
"""

import base64
import json
import sys
import time
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(text: str) -> int:
    return int.from_bytes(decode(text), "big")


def sign(jwk: dict, party: str, gateway: str, method: str, target: str, body: bytes) -> str:
    """The value of X-JWS-Signature. target: path and query exactly as sent. A new jti for every transmission."""
    header = {
        "alg": "ES256", "kid": jwk["kid"], "b64": False, "crit": ["b64"], "iss": party, "aud": gateway,
        "iat": int(time.time()), "jti": str(uuid.uuid4()), "htm": method, "htu": target,
    }
    head = encode(json.dumps(header, separators=(",", ":")).encode())
    key = ec.derive_private_key(number(jwk["d"]), ec.SECP256R1())
    r, s = decode_dss_signature(key.sign(head.encode() + b"." + body, ec.ECDSA(SHA256())))
    return head + ".." + encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def verify(jwks: dict, jti: str, status: int, value: str, body: bytes) -> bool:
    """Whether an answer is the gateway's, unchanged, and the answer to the request of that jti. Check before you collect."""
    head, empty, signature = value.split(".")
    header = json.loads(decode(head))
    if empty or header["alg"] != "ES256" or header["req"] != jti or header["status"] != status:
        return False
    # The gateway keeps retired keys in the list: the kid tells which one it was.
    key = next((one for one in jwks["keys"] if one["kid"] == header["kid"]), None)
    raw = decode(signature)
    if key is None or len(raw) != 64:
        return False
    public = ec.EllipticCurvePublicNumbers(number(key["x"]), number(key["y"]), ec.SECP256R1()).public_key()
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        public.verify(der, head.encode() + b"." + body, ec.ECDSA(SHA256()))
        return True
    except InvalidSignature:
        return False


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        key = json.load(file)
    with open(sys.argv[-1], "rb") as file:
        body = file.read()
    if sys.argv[1] == "sign":
        print(sign(key, sys.argv[3], sys.argv[4], sys.argv[5], sys.argv[6], body))
    else:
        print(str(verify(key, sys.argv[3], int(sys.argv[4]), sys.argv[5], body)).lower())
