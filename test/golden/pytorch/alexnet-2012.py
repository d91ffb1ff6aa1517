"""
alexnet-2012: images of 3×32×32, 3 classes, 5,907 parameters.

Written by ResNet Inspector. The weights that it trains expect pixels between 0 and 1, normalised with mean 0.5 and
standard deviation 0.5 in each channel.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn


class AlexNet2012(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, kernel_size=11, padding=2)
        self.relu1 = nn.ReLU()
        self.norm1 = nn.LocalResponseNorm(size=5, alpha=0.0005, beta=0.75, k=2.0)
        self.pool1 = nn.MaxPool2d(kernel_size=3, stride=2)
        self.conv2 = nn.Conv2d(8, 12, kernel_size=5, padding=2, groups=2)
        self.relu2 = nn.ReLU()
        self.norm2 = nn.LocalResponseNorm(size=5, alpha=0.0005, beta=0.75, k=2.0)
        self.pool2 = nn.MaxPool2d(kernel_size=3, stride=2)
        self.conv3 = nn.Conv2d(12, 8, kernel_size=3, padding=1)
        self.relu3 = nn.ReLU()
        self.conv4 = nn.Conv2d(8, 8, kernel_size=3, padding=1, groups=2)
        self.relu4 = nn.ReLU()
        self.conv5 = nn.Conv2d(8, 6, kernel_size=3, padding=1, groups=2)
        self.relu5 = nn.ReLU()
        self.pool5 = nn.MaxPool2d(kernel_size=3, stride=2)
        self.fc6 = nn.Linear(24, 10)
        self.relu6 = nn.ReLU()
        self.drop6 = nn.Dropout(p=0.0)
        self.fc7 = nn.Linear(10, 10)
        self.relu7 = nn.ReLU()
        self.drop7 = nn.Dropout(p=0.0)
        self.fc8 = nn.Linear(10, 3)

        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.normal_(module.weight, std=0.01)
                nn.init.zeros_(module.bias)
            elif isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.01)
                nn.init.ones_(module.bias)
        nn.init.zeros_(self.fc8.bias)
        nn.init.constant_(self.conv2.bias, 1.0)
        nn.init.constant_(self.conv4.bias, 1.0)
        nn.init.constant_(self.conv5.bias, 1.0)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm1(self.relu1(self.conv1(x)))
        x = self.pool1(x)
        x = self.norm2(self.relu2(self.conv2(x)))
        x = self.pool2(x)
        x = self.relu3(self.conv3(x))
        x = self.relu4(self.conv4(x))
        x = self.relu5(self.conv5(x))
        x = torch.flatten(self.pool5(x), 1)
        x = self.drop6(self.relu6(self.fc6(x)))
        x = self.drop7(self.relu7(self.fc7(x)))
        return self.fc8(x)


def load(weights: str | Path) -> AlexNet2012:
    """The network with the weights of a safetensors file, ready to predict."""
    network = AlexNet2012()
    network.load_state_dict(load_file(weights))
    return network.eval()


if __name__ == "__main__":
    weights = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("alexnet-2012.safetensors")
    with torch.inference_mode():
        logits = load(weights)(torch.zeros(1, 3, 32, 32))
    print(tuple(logits.shape))
