import { KeyProblem } from '../message/keys.ts';
import { Refusal } from '../problem/refusal.ts';
import { SchemeError } from '../scheme/finding.ts';
import { findingLine } from './finding-line.ts';

/** A command cannot do what it was asked. The message is for people, Chinese, then English. */
export class Failure extends Error {
  constructor(zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.name = 'Failure';
  }
}

/** What an error of the system means to whoever typed the command. */
const SYSTEM: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  EADDRINUSE: ['端口已被占用，请换一个 --port', 'the port is in use, choose another --port'],
  EADDRNOTAVAIL: ['本机没有这个地址，请改 --host', 'this machine has no such address, change --host'],
  ENOTFOUND: ['找不到这个主机名', 'no such host name'],
  EACCES: ['没有权限', 'permission denied'],
  EPERM: ['没有权限', 'permission denied'],
  ENOENT: ['没有这个文件或文件夹', 'no such file or folder'],
  ENOTDIR: ['路径中有一段不是文件夹', 'a part of the path is no folder'],
  EISDIR: ['这是文件夹，须给出文件', 'this is a folder, a file is needed'],
  EEXIST: ['已存在', 'exists already'],
  ENOSPC: ['磁盘已满', 'the disk is full'],
  EROFS: ['文件系统只读', 'the file system is read-only'],
};

/** An error as lines for whoever typed the command: one that says it all, then each place that is wrong. Never a stack. */
export function failureLines(error: unknown): string[] {
  if (error instanceof Refusal) {
    const { detail, detailEn, errors = [] } = error.detail;
    const places = errors.map(({ pointer, code, message }) => `  ${pointer} ${code} ${message}`);
    return [`${error.code}: ${detail} / ${detailEn}`, ...places];
  }
  if (error instanceof SchemeError) {
    return ['方案文件有误 / scheme files are wrong', ...error.findings.map((finding) => `  ${findingLine(finding)}`)];
  }
  if (error instanceof KeyProblem) return [`${error.code} ${error.pointer} ${error.message}`];
  if (!(error instanceof Error)) return [`出错 / failed: ${String(error)}`];
  const [zh, en] = SYSTEM['code' in error ? String(error.code) : ''] ?? [];
  if (zh !== undefined) return [`${subject(error)}${zh} / ${en}`];
  return [error.message.includes(' / ') ? error.message : `出错 / failed: ${error.message}`];
}

/** What a system error is about: a path, or an address. */
function subject(error: Error): string {
  if ('path' in error && typeof error.path === 'string') return `${error.path}: `;
  if ('address' in error && 'port' in error) return `${error.address}:${error.port}: `;
  return '';
}
