public import HTTPMessage

/// The calls of the data store's API, with the paths that the client's documentation gives them.
///
/// The cases bear the documented names in Swift's spelling: ``getRegistryItemsFetchDataset`` is
/// `GET_REGISTRY_ITEMS_FETCH_DATASET`.
public enum DatastoreEndpoint: String, Sendable, CaseIterable {
  case getRegistryItemsFetchDataset = "/registry/items/fetch-dataset"
  case postRegisterMintDataset = "/register/mint-dataset"
  case getHealthCheck = "/"
  case postMetadataValidateMetadata = "/metadata/validate-metadata"
  case getMetadataDatasetSchema = "/metadata/dataset-schema"
  case postRegisterUpdateMetadata = "/register/update-metadata"
  case putRegisterRevertMetadata = "/register/revert-metadata"
  case postRegisterVersion = "/register/version"
  case postRegistryItemsList = "/registry/items/list"
  case postRegistryItemsGeneratePresignedUrl = "/registry/items/generate-presigned-url"
  case postRegistryCredentialsGenerateReadAccessCredentials =
    "/registry/credentials/generate-read-access-credentials"
  case postRegistryCredentialsGenerateWriteAccessCredentials =
    "/registry/credentials/generate-write-access-credentials"
  case deleteReleaseSysReviewersDelete = "/release/sys-reviewers/delete"
  case postReleaseSysReviewersAdd = "/release/sys-reviewers/add"
  case getReleaseSysReviewersList = "/release/sys-reviewers/list"
  case postReleaseApprovalRequest = "/release/approval-request"
  case putReleaseActionApprovalRequest = "/release/action-approval-request"
  case getCheckAccessCheckGeneralAccess = "/check-access/check-general-access"
  case getCheckAccessCheckAdminAccess = "/check-access/check-admin-access"
  case getCheckAccessCheckReadAccess = "/check-access/check-read-access"
  case getCheckAccessCheckWriteAccess = "/check-access/check-write-access"
  case getAdminConfig = "/admin/config"
  case getAdminSentryDebug = "/admin/sentry-debug"
}

extension DatastoreEndpoint {
  /// What follows the data store's address.
  public var path: String { rawValue }

  /// The first word of the documented name.
  public var method: HTTPMethod {
    switch self {
    case .postRegisterMintDataset, .postMetadataValidateMetadata, .postRegisterUpdateMetadata,
      .postRegisterVersion, .postRegistryItemsList, .postRegistryItemsGeneratePresignedUrl,
      .postRegistryCredentialsGenerateReadAccessCredentials,
      .postRegistryCredentialsGenerateWriteAccessCredentials, .postReleaseSysReviewersAdd,
      .postReleaseApprovalRequest:
      .post
    case .putRegisterRevertMetadata, .putReleaseActionApprovalRequest: .put
    case .deleteReleaseSysReviewersDelete: .delete
    case .getRegistryItemsFetchDataset, .getHealthCheck, .getMetadataDatasetSchema,
      .getReleaseSysReviewersList, .getCheckAccessCheckGeneralAccess,
      .getCheckAccessCheckAdminAccess, .getCheckAccessCheckReadAccess,
      .getCheckAccessCheckWriteAccess, .getAdminConfig, .getAdminSentryDebug:
      .get
    }
  }
}
