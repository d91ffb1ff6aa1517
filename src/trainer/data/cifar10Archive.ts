import { officialMd5 } from './cifar10Layout';

/** An archive of CIFAR-10's binary files and what proves it and them. */
export interface Cifar10Archive {
  readonly address: string;
  readonly bytes: number;
  readonly md5: string;
  readonly fileMd5: Readonly<Record<string, string>>;
}

/** The archive's file name. */
export const archiveName = 'cifar-10-binary.tar.gz';

/** The one that the data set's authors publish. */
export const officialArchive: Cifar10Archive = {
  address: `https://www.cs.toronto.edu/~kriz/${archiveName}`,
  bytes: 170_052_171,
  md5: 'c32a1d4ab5d03f1284b67883e8d87530',
  fileMd5: officialMd5,
};
