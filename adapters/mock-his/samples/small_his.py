#!/usr/bin/env python3
"""A whole small HIS: settles, reverses and reconciles a day through `yizhan edge`. Standard library only, no signing.

一个完整的小型 HIS：经 `yizhan edge` 结算、冲正并核对一天的账。只用标准库，不需签名。

    python3 small_his.py settle CLAIM.json [ATTEMPT]
    python3 small_his.py reverse SETTLEMENT_ID REASON
    python3 small_his.py reconcile DATE
    python3 small_his.py pending            # what was sent and never answered: sends it again 未得到应答的，重发

YIZHAN_EDGE is the edge's address (default http://127.0.0.1:8090), HIS_BOOK this HIS's own book (default his-book.jsonl).
"""
import csv
import io
import json
import os
import sys
import time
import urllib.error
import urllib.request

EDGE = os.environ.get("YIZHAN_EDGE", "http://127.0.0.1:8090")
BOOK = os.environ.get("HIS_BOOK", "his-book.jsonl")
PATIENCE = 150  # seconds: longer than the edge's own, so that it answers before we give up
TRIES = 3
# Nothing was decided about the message: it may have been done, or may be sent again.
NOT_KNOWN = (429, 500, 502, 503, 504)


class Unknown(Exception):
    """Nobody can say whether it was done. Never collect; never take it for refused."""


def call(method, path, body=None, content_type="application/json"):
    """One request and its answer: (status, document). Sends again, unchanged, as long as the outcome is not known."""
    data = None if body is None else body.encode("utf-8")
    headers = {} if data is None else {"Content-Type": content_type}
    for attempt in range(TRIES):
        if attempt > 0:
            time.sleep(2**attempt)
        request = urllib.request.Request(EDGE + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            document = json.load(refusal)
            if refusal.code in NOT_KNOWN:
                why = document["code"]
                continue
            return refusal.code, document
        except (OSError, ValueError) as error:  # the edge is down, the connection broke, the answer was cut short
            why = str(error)
    raise Unknown(why)


def note(**entry):
    """Writes to our own book, durably."""
    with open(BOOK, "a", encoding="utf-8") as book:
        book.write(json.dumps(entry, ensure_ascii=False) + "\n")
        book.flush()
        os.fsync(book.fileno())


def entries():
    if not os.path.exists(BOOK):
        return []
    with open(BOOK, encoding="utf-8") as book:
        return [json.loads(line) for line in book]


def send(kind, settlement_id, path, body):
    """Notes what is sent, sends it, notes what came of it. A crash in between leaves it pending, never forgotten."""
    note(state="sent", kind=kind, settlementId=settlement_id, path=path, body=body)
    return finish(kind, settlement_id, path, body)


def finish(kind, settlement_id, path, body):
    status, answer = call("POST", path, body)
    if status in (200, 201):
        note(state="done", kind=kind, settlementId=settlement_id, path=path, body=body,
             date=answer["businessDate"], insurerPaid=answer["insurerPaid"])
        show(kind, answer)
    else:
        note(state="refused", kind=kind, settlementId=settlement_id, path=path, body=body, code=answer["code"])
        print(f"{settlement_id} 被拒 refused {status} {answer['code']}: {answer['detail']} / {answer['detailEn']}")
        for error in answer.get("errors", []):
            print(f"  {error['pointer']} {error['message']}")
    return status, answer


def show(kind, answer):
    if kind == "SETTLE":
        print(f"{answer['settlementId']} 第 {answer['attempt']} 次 attempt: 保险支付 insurer pays {answer['insurerPaid']}，"
              f"收现金 collect {answer['cashDue']}")
        # The desk takes the amount off the bill here; then tells the gateway. What it cannot tell now, the day's upload
        # tells as well.
        try:
            call("POST", f"/v1/settlements/{answer['settlementId']}/acknowledgement")
        except Unknown:
            print("确认未送达，日对账时补上 not acknowledged yet, the day's reconciliation does it")
    else:
        print(f"{answer['settlementId']} 已冲正 reversed {answer['insurerPaid']}")


def settle(file, attempt=None):
    with open(file, encoding="utf-8") as source:
        claim = json.load(source)
    if attempt is not None:
        claim["attempt"] = int(attempt)
    status, _ = send("SETTLE", claim["settlementId"], "/v1/settlements", json.dumps(claim, ensure_ascii=False))
    return status in (200, 201)


def reverse(settlement_id, reason):
    # It names the attempt: sent again late, it never reverses a later one.
    attempts = [json.loads(one["body"]).get("attempt", 1) for one in entries()
                if one["state"] == "done" and one["kind"] == "SETTLE" and one["settlementId"] == settlement_id]
    attempt = max(attempts, default=1)
    body = json.dumps({"reversalId": f"R-{settlement_id}-{attempt}", "reason": reason, "attempt": attempt},
                      ensure_ascii=False)
    status, _ = send("REVERSE", settlement_id, f"/v1/settlements/{settlement_id}/reversal", body)
    return status in (200, 201)


def pending():
    key = lambda one: (one["path"], one["body"])
    ended = {key(one) for one in entries() if one["state"] != "sent"}
    left = {key(one): one for one in entries() if key(one) not in ended}
    for one in left.values():
        finish(one["kind"], one["settlementId"], one["path"], one["body"])
    print(f"未决 pending: {len(left)}")
    return True


def reconcile(date):
    """Our book of the day against the gateway's: first by ourselves, then by an upload that both sides keep."""
    done = {(one["path"], one["body"]): one for one in entries() if one["state"] == "done" and one["date"] == date}
    ours = sorted((one["kind"], one["settlementId"], one["insurerPaid"]) for one in done.values())
    _, statement = call("GET", f"/v1/statements/{date}")
    theirs = sorted((one["recordType"], one["settlementId"], one["insurerPaid"]) for one in statement["records"])
    for row in sorted(set(ours) ^ set(theirs)):
        print("只在我方 only ours:" if row in ours else "只在网关 only theirs:", *row)

    day = io.StringIO()
    writer = csv.writer(day)
    writer.writerow(["recordType", "settlementId", "insurerPaid"])
    writer.writerows(ours)
    _, report = call("POST", f"/v1/statements/{date}/reconciliations", day.getvalue(), "text/csv")
    print(f"{date} 网关净额 gateway's net {statement['totals']['net']['insurerPaid']}，"
          f"相符 matched {report['matched']['count']}，未结差异 open differences {report['open']}")
    return ours == theirs and report["open"] == 0


COMMANDS = {"settle": settle, "reverse": reverse, "reconcile": reconcile, "pending": pending}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    try:
        held = COMMANDS[sys.argv[1]](*sys.argv[2:])
    except Unknown as doubt:
        sys.exit(f"结果未知：勿收费，稍后执行 pending / outcome unknown: do not collect, run pending later ({doubt})")
    sys.exit(0 if held else 1)
