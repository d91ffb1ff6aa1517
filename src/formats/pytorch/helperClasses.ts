import type { Kind } from '../../model/layer';

/** Modules that PyTorch does not have, by the kind that needs them. */
export const helperClasses: Readonly<Partial<Record<Kind, string>>> = {
  paddedIdentity: `class PaddedIdentity(nn.Module):
    """Shortcut option A (He et al. 2015, §3.3): every \`stride\`-th pixel, then channels of zeros behind the others."""

    def __init__(self, extra_channels: int, stride: int = 1) -> None:
        super().__init__()
        self.extra_channels = extra_channels
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        x = x[:, :, :: self.stride, :: self.stride]
        return nn.functional.pad(x, (0, 0, 0, 0, 0, self.extra_channels))`,
  stochasticDepth: `class StochasticDepth(nn.Module):
    """Leaves a whole branch out of a step of training, unless it survives (Huang et al. 2016)."""

    def __init__(self, survival: float) -> None:
        super().__init__()
        self.survival = survival

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        survives = torch.rand((), device=x.device) < self.survival
        return x * survives / self.survival`,
};
