"""Signs the bytes of a file, sends them to the XML door and prints the answer's bytes.

    python3 send.py URL KEY_FILE HOSPITAL MESSAGE_FILE

Needs Python 3 and the openssl command, nothing else.
"""
import json, pathlib, sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "nhsa" / "examples"))
from his import send

url, key_file, hospital, message_file = sys.argv[1:]
body = pathlib.Path(message_file).read_bytes()
answer = send(url, json.loads(pathlib.Path(key_file).read_text()), hospital, body, "/his/xml", "text/xml")
sys.stdout.buffer.write(answer + b"\n")
