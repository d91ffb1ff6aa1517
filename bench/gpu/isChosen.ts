/**
 * Whether a part, a workload or a contestant of the GPU benchmark is to be measured: all are, unless `RESNET_BENCH_PARTS`,
 * `RESNET_BENCH_WORKLOADS` or `RESNET_BENCH_CONTESTANTS` has a pattern which its name does not match.
 */
export function isChosen(kind: 'PARTS' | 'WORKLOADS' | 'CONTESTANTS', name: string): boolean {
  return new RegExp(process.env[`RESNET_BENCH_${kind}`] ?? '').test(name);
}
