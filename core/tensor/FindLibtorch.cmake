# Libtorch::Libtorch, from a distribution's package or an unpacked official archive (CMAKE_PREFIX_PATH).
# TorchConfig.cmake is passed over: for a libtorch with CUDA it demands the whole CUDA toolkit, compiler
# included, and none of that is needed to link with one.
#   LIBTORCH_CUDA          whether it works on GPUs
#   LIBTORCH_DEFINITIONS   PENTIMENTO_GLOO, PENTIMENTO_NCCL: through what several processes can speak
find_path(LIBTORCH_INCLUDE_DIR torch/csrc/api/include/torch/version.h)
find_library(LIBTORCH_CPU_LIBRARY torch_cpu)
get_filename_component(libtorch_lib_dir "${LIBTORCH_CPU_LIBRARY}" DIRECTORY)
# The rest lies beside it: never half of one libtorch and half of another.
foreach(name c10 torch torch_cuda c10_cuda)
  string(TOUPPER LIBTORCH_${name}_LIBRARY variable)
  find_library(${variable} ${name} PATHS ${libtorch_lib_dir} NO_DEFAULT_PATH)
  mark_as_advanced(${variable})
endforeach()
mark_as_advanced(LIBTORCH_INCLUDE_DIR LIBTORCH_CPU_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libtorch
  REQUIRED_VARS LIBTORCH_CPU_LIBRARY LIBTORCH_TORCH_LIBRARY LIBTORCH_C10_LIBRARY LIBTORCH_INCLUDE_DIR)

if(Libtorch_FOUND AND NOT TARGET Libtorch::Libtorch)
  set(config ${libtorch_lib_dir}/../share/cmake/Torch/TorchConfig.cmake)
  if(EXISTS ${config})
    file(STRINGS ${config} old_abi REGEX "_GLIBCXX_USE_CXX11_ABI=0")
    if(old_abi)
      message(FATAL_ERROR "The libtorch in ${libtorch_lib_dir} is built for the C++ ABI of before 2011, which "
        "no other library here is: take the archive that is named \"cxx11-abi\".")
    endif()
  endif()
  add_library(Libtorch::Libtorch INTERFACE IMPORTED)
  target_include_directories(Libtorch::Libtorch SYSTEM INTERFACE
    ${LIBTORCH_INCLUDE_DIR} ${LIBTORCH_INCLUDE_DIR}/torch/csrc/api/include)
  target_link_libraries(Libtorch::Libtorch INTERFACE
    ${LIBTORCH_TORCH_LIBRARY} ${LIBTORCH_CPU_LIBRARY} ${LIBTORCH_C10_LIBRARY})

  set(LIBTORCH_DEFINITIONS)
  # Of the same origin as libtorch: another version's headers would compile and not work.
  if(EXISTS ${LIBTORCH_INCLUDE_DIR}/gloo/rendezvous/store.h)
    list(APPEND LIBTORCH_DEFINITIONS PENTIMENTO_GLOO)
  endif()
  set(LIBTORCH_CUDA OFF)
  if(LIBTORCH_TORCH_CUDA_LIBRARY AND LIBTORCH_C10_CUDA_LIBRARY)
    set(LIBTORCH_CUDA ON)
    # Its kernels register themselves when it is loaded; nothing names them, and a linker that drops what is
    # not named would leave only the CPU.
    target_link_libraries(Libtorch::Libtorch INTERFACE ${LIBTORCH_C10_CUDA_LIBRARY}
      -Wl,--push-state,--no-as-needed,${LIBTORCH_TORCH_CUDA_LIBRARY},--pop-state)
    find_path(LIBTORCH_NCCL_INCLUDE_DIR nccl.h HINTS ENV NCCL_HOME ENV CUDA_HOME /usr/local/cuda PATH_SUFFIXES include)
    find_path(LIBTORCH_CUDART_INCLUDE_DIR cuda_runtime_api.h HINTS ENV CUDA_HOME /usr/local/cuda PATH_SUFFIXES include)
    mark_as_advanced(LIBTORCH_NCCL_INCLUDE_DIR LIBTORCH_CUDART_INCLUDE_DIR)
    if(LIBTORCH_NCCL_INCLUDE_DIR AND LIBTORCH_CUDART_INCLUDE_DIR)
      list(APPEND LIBTORCH_DEFINITIONS PENTIMENTO_NCCL)
      target_include_directories(Libtorch::Libtorch SYSTEM INTERFACE
        ${LIBTORCH_NCCL_INCLUDE_DIR} ${LIBTORCH_CUDART_INCLUDE_DIR})
    endif()
  endif()
  message(STATUS "libtorch: ${libtorch_lib_dir}; CUDA ${LIBTORCH_CUDA}; ${LIBTORCH_DEFINITIONS}")
endif()
