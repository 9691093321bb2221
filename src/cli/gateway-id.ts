/** The id of a gateway: as it was given, else that of every gateway, or of every sandbox (contract section 2). */
export function gatewayId(given: string | undefined, sandbox: boolean): string {
  return given ?? (sandbox ? 'yizhan-sandbox' : 'yizhan');
}
