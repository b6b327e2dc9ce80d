"""HTTP for the bench 测量请求: persistent connections, one a thread."""

import gzip
import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable

PLACE = "bench-0-0"
POINT = (120.605, 31.305)


def report(port: int, count: int, threads: int = 2) -> list[float]:
    """POST `count` reports over `threads` connections; seconds each took, in no order."""
    return _spread(count, threads, lambda connection, number: _post(connection, number), port)


def _post(connection: http.client.HTTPConnection, number: int) -> None:
    body = json.dumps({"words": f"合成数据 {number}：路灯不亮", "place": PLACE, "point": POINT})
    headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
    connection.request("POST", "/api/commands/matters.report", body.encode(), headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {text[:200]!r}")


def _spread(
    count: int, threads: int, once: Callable[[http.client.HTTPConnection, int], None], port: int
) -> list[float]:
    times: list[float] = []
    failed: list[Exception] = []

    def work(share: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            for number in range(share):
                began = time.perf_counter()
                once(connection, number)
                times.append(time.perf_counter() - began)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(count // threads,)) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    return times


def weight(port: int, address: str) -> tuple[int, str]:
    """Compressed bytes of one resource as a browser is sent it, and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    zipped = answer.getheader("Content-Encoding") == "gzip"
    text = (gzip.decompress(body) if zipped else body).decode("utf-8", "replace")
    connection.close()
    return len(body if zipped else gzip.compress(body, 6)), text
