#!/usr/bin/env node
import { runProgram } from './cli/program';
import { watchStandardOutput } from './cli/standardOutput';

watchStandardOutput();

void runProgram(process.argv).then((code) => (process.exitCode = code));
