cdef int DONE
