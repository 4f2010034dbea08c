"""Images a second of the lecture network's training step in PyTorch: the other side of compare-pytorch.sh.

    python3 pytorch_lecture.py BATCH STEPS THREADS contiguous|channels_last
"""
import sys
import time

import torch
from torch import nn

batch, steps, threads = (int(argument) for argument in sys.argv[1:4])
layout = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}[sys.argv[4]]
torch.set_num_threads(threads)
torch.manual_seed(1)

layers = []
for inputs, outputs in ((3, 16), (16, 32), (32, 64), (64, 128)):
    layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
layers += [nn.Flatten(), nn.Linear(6 * 6 * 128, 2048), nn.ReLU(), nn.Dropout(0.5), nn.Linear(2048, 8)]
network = nn.Sequential(*layers).to(memory_format=layout)
optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3)
loss_of = nn.BCEWithLogitsLoss()
images = torch.randn(batch, 3, 96, 96).to(memory_format=layout)
targets = torch.randint(0, 2, (batch, 8)).float()


def step():
    optimiser.zero_grad()
    loss_of(network(images), targets).backward()
    optimiser.step()


for _ in range(3):
    step()
start = time.perf_counter()
for _ in range(steps):
    step()
print(f"{batch * steps / (time.perf_counter() - start):.1f}")
