import { readdir } from 'node:fs/promises';
import path from 'node:path';

const cudaLibrary = /^lib(cudart|cublas|cublasLt|cudnn|cufft|curand|cusolver|cusparse|nccl|nvJitLink)\b.*\.so\.\d+/;

/** CUDA libraries in the folders of LD_LIBRARY_PATH: the dynamic loader prefers them to those beside TensorFlow. */
export async function foreignLibraries(libraryPath = process.env['LD_LIBRARY_PATH'] ?? ''): Promise<string[]> {
  const folders = libraryPath.split(':').filter((folder) => folder !== '');
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder).catch(() => []);
      return names.filter((name) => cudaLibrary.test(name)).map((name) => path.join(folder, name));
    }),
  );
  return found.flat().sort();
}
