import { spawnSync } from 'node:child_process';

/** The Python that other programs' viewers are installed in: `RESNET_BENCH_VIEWERS_PYTHON`, else `RESNET_BENCH_PYTHON`, else python3. */
export function viewersPython(): string {
  return process.env['RESNET_BENCH_VIEWERS_PYTHON'] ?? process.env['RESNET_BENCH_PYTHON'] ?? 'python3';
}

/** The version of a package that can be imported there with all its modules; nothing where it can't. */
export function installedVersion(distribution: string, modules: readonly string[]): string | undefined {
  const script = `import ${modules.join(', ')}; from importlib.metadata import version; print(version('${distribution}'))`;
  const { status, stdout } = spawnSync(viewersPython(), ['-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
