"""OpenCV DNN from Python as a peer of compare-peers.sh: opencv_dnn.py MODEL FOLDER OUTPUTS SECONDS

From a decoded BGR frame in memory to detections on one thread: resize by area, blob, network, decoding with numpy. Prints one line of JSON.
"""
import json
import sys
import time

import cv2
import numpy as np

model, folder, outputs, seconds = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
cv2.setNumThreads(1)
width, height, count, classes, cells, mean, scale, *thresholds = map(float, open(f"{folder}/layout.txt").read().split())
width, height, count, classes, cells = int(width), int(height), int(count), int(classes), int(cells)
frames = list(np.fromfile(f"{folder}/frames.bgr", np.uint8).reshape(count, height, width, 3))
thresholds = np.array(thresholds, np.float32)
is_on = thresholds < 1
least = np.full(classes, np.inf, np.float32)
least[is_on] = np.log(thresholds[is_on] / (1 - thresholds[is_on]))
neighbours = np.ones((3, 3), np.uint8)
try:
    net = cv2.dnn.readNetFromONNX(model)
except cv2.error as error:
    sys.exit(f"error: {error}")
net.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)


def overlap(a, b):
    w, h = min(a[4], b[4]) - max(a[2], b[2]), min(a[5], b[5]) - max(a[3], b[3])
    if w <= 0 or h <= 0:
        return 0
    return w * h / ((a[4] - a[2]) * (a[5] - a[3]) + (b[4] - b[2]) * (b[5] - b[3]) - w * h)


def decode(output):
    """Peaks of each class's map, the most confident first, unless a more confident one of the class covers them."""
    maps = output.reshape(classes, 5, cells, cells)
    found = []
    for c in np.flatnonzero((maps[:, 0].max(axis=(1, 2)) >= least)):
        logits = maps[c, 0]
        rows, columns = np.nonzero((logits >= least[c]) & (logits == cv2.dilate(logits, neighbours)))
        own = []
        for i in np.argsort(-logits[rows, columns], kind="stable"):
            row, column = rows[i], columns[i]
            logit, dx, dy, log_w, log_h = maps[c, :, row, column].tolist()
            x, y = width * (column + 0.5 + dx) / cells, height * (row + 0.5 + dy) / cells
            w, h = width * np.exp(min(max(log_w, -4), 4)) / cells, height * np.exp(min(max(log_h, -4), 4)) / cells
            one = (int(c), 1 / (1 + np.exp(-logit)), min(max(x - w / 2, 0), width), min(max(y - h / 2, 0), height),
                   min(max(x + w / 2, 0), width), min(max(y + h / 2, 0), height))
            if (one[4] - one[2]) * (one[5] - one[3]) > 0 and all(overlap(one, other) <= 0.45 for other in own):
                own.append(one)
        found += own
    return found


def work(frame):
    small = cv2.resize(frame, (96, 96), interpolation=cv2.INTER_AREA)
    net.setInput(cv2.dnn.blobFromImage(small, scale, mean=(mean, mean, mean), swapRB=True))
    output = net.forward()
    return output, decode(output)


detections = []
with open(outputs, "wb") as file:
    for number, frame in enumerate(frames):
        output, found = work(frame)
        output.tofile(file)
        detections += [[number, *map(float, one)] for one in found]

start = time.perf_counter()
while time.perf_counter() - start < 0.5:
    work(frames[0])
times = []
start, used = time.perf_counter(), time.process_time()
while time.perf_counter() - start < seconds:
    begin = time.perf_counter()
    work(frames[len(times) % count])
    times.append((time.perf_counter() - begin) * 1e3)
processor = (time.process_time() - used) * 1e3 / len(times)
times.sort()
print(json.dumps({"version": f"OpenCV {cv2.__version__}, Python {sys.version.split()[0]}", "frames": len(times), "p50": times[len(times) // 2],
                  "p99": times[len(times) * 99 // 100], "processor_ms": processor, "detections": detections}))
